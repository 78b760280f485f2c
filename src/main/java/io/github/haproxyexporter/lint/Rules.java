package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.text.TsvResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The rule table: the rows of {@code rules.tsv} beside this class, each with its check. */
public final class Rules {
    private static final Map<String, Rule.Check> CHECKS = Map.ofEntries(
            Map.entry("HC001", server(ServerRules::unchecked)),
            Map.entry("HC002", checkedBackend(CheckRules::connectionOnly)),
            Map.entry("HC003", CheckRules::redirectPasses),
            Map.entry("HC004", checked(TimingRules::lowFall)),
            Map.entry("HC005", checked(TimingRules::lowRise)),
            Map.entry("HC006", checked(TimingRules::shortInter)),
            Map.entry("HC007", checked(TimingRules::longInter)),
            Map.entry("HC008", TimingRules::checkTimeout),
            Map.entry("HC009", TimingRules::slowCheck),
            Map.entry("HC010", backend(BackendRules::noBackup)),
            Map.entry("HC011", backend(BackendRules::idleBackups)),
            Map.entry("HC012", backend(BackendRules::oneAddress)),
            Map.entry("HC013", backend(BackendRules::noRedispatch)),
            Map.entry("HC014", backend(BackendRules::noRetries)),
            Map.entry("HC015", backend(BackendRules::noSlowstart)),
            Map.entry("HC016", AccessRules::worldWritable),
            Map.entry("HC017", AccessRules::tcpAdmin),
            Map.entry("HC018", ServerRules::brokenTracking),
            Map.entry("HC019", ServerRules::resolvedOnce),
            Map.entry("HC020", checkedBackend(CheckRules::lostRequest)),
            Map.entry("HC021", checkedBackend(CheckRules::noHost)),
            Map.entry("HC022", checked(TransportRules::plainCheck)),
            Map.entry("HC023", checked(TransportRules::noProxyHeader)),
            Map.entry("HC024", checked(TransportRules::noCheckSni)),
            Map.entry("HC025", server(TransportRules::unverified)),
            Map.entry("HC026", checkedBackend(CheckRules::idleRules)),
            Map.entry("HC027", ServerRules::disabled),
            Map.entry("HC028", ProcessRules::unlogged),
            Map.entry("HC029", backend(BackendRules::lingeringSessions)),
            Map.entry("HC030", backend(BackendRules::noQueueTimeout)),
            Map.entry("HC031", backend(BackendRules::noConnectTimeout)),
            Map.entry("HC032", ProcessRules::forkForbidden),
            Map.entry("HC033", ServerRules::checkedTwice),
            Map.entry("HC034", ProcessRules::stateFileMissing),
            Map.entry("HC035", checkedBackend(CheckRules::protocolUnchecked)),
            Map.entry("HC036", checkedBackend(CheckRules::oldHello)),
            Map.entry("HC037", checkedBackend(CheckRules::errorPasses)),
            Map.entry("HC038", checked(TransportRules::plainTraffic)),
            Map.entry("HC039", AccessRules::openStatsAdmin),
            Map.entry("HC040", ProcessRules::refused));

    private static final List<Rule> ALL = TsvResource.rows(Rules.class, "rules.tsv").stream()
            .skip(1)
            .map(row -> new Rule(
                    row.get(0),
                    Severity.valueOf(row.get(1).toUpperCase(Locale.ROOT)),
                    row.get(2),
                    row.get(3),
                    Objects.requireNonNull(CHECKS.get(row.get(0)), row.get(0))))
            .toList();

    private Rules() {}

    /** Every rule, by id. */
    public static List<Rule> all() {
        return ALL;
    }

    /** A rule that looks at a server and its backend. */
    @FunctionalInterface
    private interface OfServer {
        void inspect(Proxy proxy, Server server, Reporter reporter);
    }

    private static Rule.Check backend(BiConsumer<Proxy, Reporter> rule) {
        return (input, reporter) -> input.backends().forEach(proxy -> rule.accept(proxy, reporter));
    }

    private static Rule.Check checkedBackend(BiConsumer<Proxy, Reporter> rule) {
        return (input, reporter) -> input.checkedBackends().forEach(proxy -> rule.accept(proxy, reporter));
    }

    private static Rule.Check server(OfServer rule) {
        return (input, reporter) -> input.eachServer((proxy, server) -> rule.inspect(proxy, server, reporter));
    }

    private static Rule.Check checked(OfServer rule) {
        return (input, reporter) -> input.eachChecked((proxy, server) -> rule.inspect(proxy, server, reporter));
    }
}
