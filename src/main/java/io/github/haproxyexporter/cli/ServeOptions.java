package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.Collector;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.KnownColumns;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The daemon's flags. */
final class ServeOptions {

    private static final List<String> STATES = List.of("UP", "DOWN", "MAINT", "DRAIN", "NOLB", "no check");

    /** The command that has these flags among its own. */
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    HaproxyOptions haproxy = new HaproxyOptions();

    @ArgGroup(validate = false, heading = "%nMetrics:%n", order = 2)
    MetricsGroup metrics = new MetricsGroup();

    @ArgGroup(validate = false, heading = "%nWeb:%n", order = 3)
    WebGroup web = new WebGroup();

    @ArgGroup(validate = false, heading = LimitOptions.HEADING, order = 4)
    LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = "%nLog:%n", order = 5)
    LogGroup log = new LogGroup();

    /** What is exported. */
    static final class MetricsGroup {
        @Option(
                names = "--metrics.profile",
                paramLabel = "PROFILE",
                defaultValue = "exporter",
                description = "Names of families and labels: exporter, those of prometheus/haproxy_exporter; promex,"
                        + " those of HAProxy's own exporter. Default: ${DEFAULT-VALUE}")
        Profile profile = Profile.EXPORTER;

        @Option(
                names = "--metrics.include",
                paramLabel = "LIST",
                split = ",",
                description = "The only families of HAProxy that are exported: names, with * for any characters, or"
                        + " @shipped for what the shipped rules and dashboards use; comma-separated, repeatable."
                        + " Default: all")
        private List<String> included = new ArrayList<>();

        @Option(
                names = "--metrics.exclude",
                paramLabel = "LIST",
                split = ",",
                description = "Families of HAProxy that are left out, written as for --metrics.include. Default: none")
        private List<String> excluded = new ArrayList<>();

        @Option(
                names = "--metrics.states",
                paramLabel = "STATES",
                description =
                        "Series of families with the label state, such as haproxy_server_status: current, only the"
                                + " one of the state that holds, which is 1; all, those that are 0 too. Default: current in the"
                                + " exporter profile, all in promex")
        private @Nullable States states;

        @Option(
                names = "--haproxy.server-metric-fields",
                paramLabel = "FIELDS",
                description = "The only columns, by number or name, of which servers have metrics; comma-separated."
                        + " Default: all")
        private @Nullable String serverMetricFields;

        @Option(
                names = "--haproxy.server-exclude-states",
                paramLabel = "STATES",
                defaultValue = "",
                description = "States whose servers are left out, each as HAProxy writes it, such as MAINT or"
                        + " 'no check'; comma-separated. Default: none")
        private String serverExcludeStates = "";

        @Option(
                names = "--config.file",
                paramLabel = "FILE",
                description = "Several HAProxys, each with a name and settings of its own, in YAML; instead of"
                        + " --haproxy.scrape-uri. SIGHUP reads it again.")
        @Nullable
        Path configFile;

        @Option(
                names = "--haproxy.pid-file",
                paramLabel = "FILE",
                description = "HAProxy's pid file; CPU, memory and descriptors of that process are exported too.")
        @Nullable
        Path pidFile;

        @Option(
                names = "--haproxy.master-socket",
                paramLabel = "ADDRESS",
                description =
                        "The socket of HAProxy's master process (haproxy -W -S ADDRESS); reloads, failed reloads and"
                                + " old workers are exported too.")
        private @Nullable HaproxyAddress masterSocket;

        @Option(
                names = "--haproxy.events-ring",
                paramLabel = "NAME",
                description = "The ring that HAProxy logs to ('log ring@NAME local0 notice'); changes of state are read"
                        + " from it when they happen, however short. Needs level operator. See docs/events.md.")
        private @Nullable String eventsRing;

        @Option(
                names = "--history.max-events",
                paramLabel = "COUNT",
                defaultValue = "10000",
                description = "Changes of state that are kept of each HAProxy. Default: ${DEFAULT-VALUE}")
        int historyEvents = 10_000;

        @Option(
                names = "--collector.certificates.interval",
                paramLabel = "DURATION",
                defaultValue = "1h",
                description = "How often certificates are read. Default: ${DEFAULT-VALUE}")
        private Duration certificatesInterval = Duration.ofHours(1);
    }

    /** Where it is served. */
    static final class WebGroup {
        @Option(names = "--http.proxy-from-env", hidden = true)
        private boolean proxyFromEnv;

        @Option(names = "--web.systemd-socket", hidden = true)
        private boolean systemdSocket;

        @Option(
                names = "--web.enable-lifecycle",
                description = "POST /-/reload reads --config.file again, as SIGHUP does.")
        boolean lifecycle;

        @Option(
                names = "--web.listen-address",
                paramLabel = "ADDRESS",
                defaultValue = ":9101",
                description = "Address to serve on, [host]:port; repeatable. Default: ${DEFAULT-VALUE}, all interfaces")
        List<InetSocketAddress> listenAddresses = new ArrayList<>();

        @Option(
                names = "--web.telemetry-path",
                paramLabel = "PATH",
                defaultValue = "/metrics",
                description = "Path of the metrics. Default: ${DEFAULT-VALUE}")
        TelemetryPath telemetryPath = new TelemetryPath("/metrics");

        @Option(
                names = "--web.config.file",
                paramLabel = "FILE",
                description =
                        "TLS, users and passwords, headers and rate limit, in the format that Prometheus's exporters"
                                + " share. Default: plain HTTP for everybody")
        @Nullable
        Path configFile;
    }

    /** How it logs. */
    static final class LogGroup {
        @Option(
                names = "--log.level",
                paramLabel = "LEVEL",
                defaultValue = "info",
                description = "The least severe messages shown: debug, info, warn or error. Default: ${DEFAULT-VALUE}")
        LogLevel level = LogLevel.INFO;

        @Option(
                names = "--log.format",
                paramLabel = "FORMAT",
                defaultValue = "logfmt",
                description = "Form of the log: logfmt or json. Default: ${DEFAULT-VALUE}")
        LogFormat format = LogFormat.LOGFMT;
    }

    /** A path of an URL. */
    record TelemetryPath(String path) {}

    /** The series that --metrics.states takes. */
    enum States {
        CURRENT,
        ALL
    }

    /** The levels that --log.level takes. */
    enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The forms that --log.format takes. */
    enum LogFormat {
        LOGFMT,
        JSON
    }

    /**
     * Which families are exported.
     *
     * @throws IllegalArgumentException when one of the lists has what is no name of a family
     */
    FamilyFilter familyFilter() {
        States states = metrics.states;
        return new FamilyFilter(
                families("--metrics.include", metrics.included),
                families("--metrics.exclude", metrics.excluded),
                states == null ? metrics.profile == Profile.PROMEX : states == States.ALL);
    }

    private static List<String> families(String flag, List<String> names) {
        for (String name : names) {
            if (!FamilyFilter.isName(name)) {
                throw new IllegalArgumentException("Invalid value for option '" + flag + "': '" + name
                        + "' is no name of a family: expected names such as haproxy_server_* or "
                        + FamilyFilter.SHIPPED);
            }
        }
        return names;
    }

    /**
     * Refuses the flags of prometheus/haproxy_exporter that would change what this one does.
     *
     * @throws IllegalArgumentException when one is given
     */
    void requireSupported() {
        if (web.systemdSocket) {
            throw new IllegalArgumentException(
                    "--web.systemd-socket: this exporter opens its own sockets; remove the flag"
                            + " and the .socket unit, and name the address by --web.listen-address");
        }
        boolean mayUseHttp = metrics.configFile != null
                || haproxy.addresses().stream().anyMatch(HaproxyAddress.Http.class::isInstance);
        if (web.proxyFromEnv && mayUseHttp) {
            throw new IllegalArgumentException(
                    "--http.proxy-from-env: statistics are never read through a proxy; remove"
                            + " the flag, and let --haproxy.scrape-uri name an address that is reached directly");
        }
    }

    /** A new instance of each collector that is on and that the target can have. */
    List<Collector> collectors(Target target, Collector events) {
        return AvailableCollectors.of(
                CollectorFlags.enabled(Objects.requireNonNull(command)),
                target,
                new AvailableCollectors.Settings(
                        haproxy.clientOptions(), metrics.certificatesInterval, Optional.of(events)));
    }

    /**
     * The socket of the master process, when one is named.
     *
     * @throws IllegalArgumentException when it is none
     */
    Optional<HaproxyAddress> masterSocket() {
        if (metrics.masterSocket instanceof HaproxyAddress.Http) {
            throw new IllegalArgumentException("Invalid value for option '--haproxy.master-socket': '"
                    + metrics.masterSocket + "' is no socket: expected unix:/path, unix:@abstract or tcp://host:port");
        }
        return Optional.ofNullable(metrics.masterSocket);
    }

    Optional<String> eventsRing() {
        return Optional.ofNullable(metrics.eventsRing).map(Target::ring);
    }

    /**
     * Which servers and columns are exported.
     *
     * @throws IllegalArgumentException when a field is neither a number nor a name of a column, or a state none of a server
     */
    ServerFilter serverFilter(KnownColumns known) {
        Optional<Set<String>> columns =
                Optional.ofNullable(metrics.serverMetricFields).map(fields -> columns(fields, known));
        List<String> states = list(metrics.serverExcludeStates);
        for (String state : states) {
            if (!STATES.contains(state) && !STATES.contains(state.replaceFirst(" .*", ""))) {
                throw new IllegalArgumentException("Invalid value for option '--haproxy.server-exclude-states': '"
                        + state + "' is no state of a server: expected some of " + String.join(", ", STATES));
            }
        }
        return new ServerFilter(columns, new LinkedHashSet<>(states));
    }

    private static Set<String> columns(String fields, KnownColumns known) {
        Set<String> columns = new LinkedHashSet<>();
        for (String field : list(fields)) {
            String name = field.matches("\\d{1,4}")
                    ? known.nameOf(Integer.parseInt(field)).orElse("")
                    : field;
            if (!known.isKnown(name)) {
                throw new IllegalArgumentException(
                        "Invalid value for option '--haproxy.server-metric-fields': '" + field
                                + "' is no column of HAProxy's statistics: expected numbers or names such as 17 or status");
            }
            columns.add(name);
        }
        return columns;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
