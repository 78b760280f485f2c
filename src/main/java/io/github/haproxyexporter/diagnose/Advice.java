package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.text.TsvResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What to do about servers that fail alike, by the table {@code advice.tsv}: first what shows more, then what ends it. A change
 * of the check is proposed when the changed check passes from here; what only a person can mend is said to be so.
 */
final class Advice {
    private static final HaproxyAddress USUAL = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    private static final Pattern BLANK = Pattern.compile("\\{([a-z]+)\\}");
    private static final List<Step> STEPS = TsvResource.rows(Advice.class, "advice.tsv").stream()
            .map(row -> new Step(Set.of(row.get(0).split(",", -1)), row.get(1), row.get(2), row.get(3)))
            .toList();

    /** A row of the table. */
    private record Step(Set<String> when, String kind, String why, String text) {}

    private final Sources sources;
    private final List<ServerFacts> group;
    private final ServerFacts facts;
    private final Probes probes;
    private final List<Action> actions = new ArrayList<>();

    /** Advice for a group; what is tried and shown is its first server's. */
    Advice(Sources sources, List<ServerFacts> group, Probes probes) {
        this.sources = sources;
        this.group = group;
        this.facts = group.get(0);
        this.probes = probes;
    }

    List<Action> about(Cause cause) {
        Set<String> keys = new HashSet<>(Set.of(cause.label()));
        variants(cause).forEach(variant -> keys.add(cause.label() + ":" + variant));
        boolean ended = false;
        for (Step step : STEPS) {
            if (!ended && step.when().stream().anyMatch(keys::contains)) {
                ended = take(step);
            }
        }
        if (actions.stream().anyMatch(action -> action.at().isPresent())) {
            add(
                    Action.Kind.RUN,
                    "check the configuration and load it",
                    "haproxy -c" + files() + " && systemctl reload haproxy");
        }
        return List.copyOf(actions);
    }

    /** What tells apart cases of one cause. */
    private Set<String> variants(Cause cause) {
        CheckMethod.Kind kind = facts.proxy().map(proxy -> proxy.check().kind()).orElse(CheckMethod.Kind.HTTP);
        String first = facts.probe().flatMap(ProbeResult::firstLine).orElse("");
        return switch (cause) {
            case DNS_FAILURE ->
                facts.configured()
                                .filter(server -> server.keywords().has("resolvers"))
                                .isPresent()
                        ? Set.of()
                        : Set.of("at_start");
            case CHECK_TIMEOUT -> {
                boolean lost = facts.proxy()
                        .flatMap(proxy -> proxy.check().lostRequest())
                        .isPresent();
                boolean late = facts.proxy().isPresent()
                        && facts.probe()
                                .filter(result -> result.lateMillis().isPresent())
                                .isPresent();
                yield Set.of(lost ? "lost_request" : late ? "late" : "silent");
            }
            case WRONG_STATUS ->
                kind == CheckMethod.Kind.HTTP ? ofStatus() : Set.of(known("wrong_status", kind.option()));
            case WRONG_CONTENT ->
                Set.of(
                        kind != CheckMethod.Kind.REDIS
                                ? "other"
                                : first.startsWith("-NOAUTH") ? "redis_login" : "redis");
            case WRONG_PROTOCOL ->
                Set.of(first.startsWith("220") ? "mail" : first.startsWith("HTTP/") ? "web" : "other");
            case OUT_OF_SERVICE -> {
                String by = facts.outOfService()
                        .map(ServerFacts.OutOfService::label)
                        .orElse("other");
                boolean failing = facts.view().check().status().startsWith("L")
                        && !facts.view().check().passed()
                        && facts.view().state() != ServerState.UP;
                yield failing ? Set.of(known("out_of_service", by), "failing") : Set.of(known("out_of_service", by));
            }
            default -> Set.of();
        };
    }

    private static String known(String cause, String variant) {
        return STEPS.stream().anyMatch(step -> step.when().contains(cause + ":" + variant)) ? variant : "other";
    }

    private Set<String> ofStatus() {
        int code = facts.view()
                .check()
                .code()
                .orElse(facts.probe()
                        .map(ProbeResult::status)
                        .orElse(OptionalInt.empty())
                        .orElse(0));
        if (code / 100 == 5 && code != 501) {
            return Set.of("5xx");
        }
        boolean noHost = facts.plan()
                .flatMap(ProbePlan::method)
                .flatMap(CheckMethod::request)
                .filter(request -> !Trials.hasHost(request))
                .isPresent();
        boolean aboutHost = code == 400 || code == 404 || code == 421 || code / 100 == 3;
        return Set.of(
                "http",
                code / 100 + "xx",
                noHost && aboutHost ? "no_host" : code == 401 || code == 403 ? "login" : "page");
    }

    /** Takes a step; true when nothing more is to be done. */
    private boolean take(Step step) {
        long late = facts.probe()
                .map(ProbeResult::lateMillis)
                .orElse(OptionalLong.empty())
                .orElse(0);
        switch (step.kind()) {
            case "repeat" -> repeat();
            case "control" -> control(step);
            case "edit" -> edit(server -> CheckEdits.named(step.text(), step.why(), server, late), "");
            case "try" -> {
                return tried(step);
            }
            default ->
                filled(step.why())
                        .ifPresent(why -> filled(step.text()).ifPresent(text -> {
                            boolean server = step.kind().equals("server");
                            add(
                                    server
                                            ? Action.Kind.LOOK
                                            : Action.Kind.valueOf(step.kind().toUpperCase(Locale.ROOT)),
                                    (server ? "on the server: " : "") + why,
                                    text);
                        }));
        }
        return false;
    }

    /** The text with its blanks filled in; empty where one is not known. */
    private Optional<String> filled(String text) {
        StringBuilder filled = new StringBuilder();
        Matcher blank = BLANK.matcher(text);
        while (blank.find()) {
            Optional<String> value = blank(blank.group(1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            blank.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(blank.appendTail(filled).toString());
    }

    private Optional<String> blank(String name) {
        Optional<ProbePlan> plan = facts.plan();
        return switch (name) {
            case "connect" -> plan.map(target -> Commands.connect(target.host(), target.port()));
            case "listen" ->
                Optional.of(plan.map(target -> ", " + target.target()).orElse(""));
            case "host" -> plan.map(target -> Commands.quote(target.host()));
            case "tls" -> plan.map(Commands::tlsClient);
            case "agent" ->
                plan.map(target -> Commands.say(
                        target,
                        target.method()
                                .flatMap(method -> method.arguments().stream().findFirst())
                                .orElse("")
                                .getBytes(StandardCharsets.UTF_8)));
            case "authorities" ->
                facts.configured().flatMap(server -> server.check().caFile()).map(Commands::quote);
            case "user" ->
                Optional.of(facts.proxy().map(proxy -> proxy.check().arguments()).stream()
                        .flatMap(arguments -> arguments.stream().skip(1).limit(1))
                        .filter(user -> user.matches("[A-Za-z0-9_.-]+"))
                        .findFirst()
                        .orElse("USER"));
            case "tracked" -> facts.view().tracked().filter(Commands::isServerName);
            case "name" ->
                Optional.of(Commands.quote(facts.admin()
                        .map(known -> known.fqdn())
                        .filter(fqdn -> !fqdn.isEmpty())
                        .or(() ->
                                facts.configured().map(known -> known.address().host()))
                        .orElse(facts.view().server())));
            case "external" -> external();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Optional<String> external() {
        String host = facts.configured().map(known -> known.address().host()).orElse("ADDRESS");
        String port = facts.configured().stream()
                .flatMapToInt(known -> known.address().port().stream())
                .mapToObj(String::valueOf)
                .findFirst()
                .orElse("PORT");
        return facts.proxy()
                .flatMap(known -> known.setting("external-check command").or(() -> known.setting("external-check")))
                .map(setting -> setting.arguments().get(setting.arguments().size() - 1))
                .map(command -> Commands.quote(command) + " NOT_USED NOT_USED " + Commands.quote(host) + " " + port);
    }

    /** What the check asks, asked by hand. */
    private void repeat() {
        facts.plan().ifPresent(target -> {
            Optional<CheckStep.HttpSend> request = target.method().flatMap(CheckMethod::request);
            if (request.isPresent()) {
                add(
                        Action.Kind.LOOK,
                        Commands.hasSecret(request.get())
                                ? "ask what the check asks, with SECRET set to the value that stands in the configuration"
                                : "ask what the check asks",
                        Commands.request(target, request.get()));
            } else if (target.tls().isPresent()) {
                add(Action.Kind.LOOK, "try the handshake by hand", Commands.tlsClient(target) + " </dev/null");
            } else {
                add(Action.Kind.LOOK, "try the connection by hand", Commands.connect(target.host(), target.port()));
            }
        });
    }

    /** A change of the servers. A statistics page takes none, and its names may be anything. */
    private void control(Step step) {
        List<String> names = group.stream()
                .map(server -> server.view().name())
                .filter(Commands::isServerName)
                .toList();
        if (sources.haproxy() instanceof HaproxyAddress.Http) {
            add(Action.Kind.PERSON, step.why() + " over HAProxy's stats socket, on its own machine", "");
        } else if (!names.isEmpty()) {
            String level = sources.control().isPresent() ? "" : ", over a stats socket of level admin such as this one";
            add(
                    Action.Kind.RUN,
                    step.why() + level,
                    Commands.server(step.text(), names, sources.control().orElse(USUAL)));
        }
    }

    /**
     * Whether each server has a changed check that passes; the change is then what to do. Where none can be tried the first is
     * offered.
     */
    private boolean tried(Step step) {
        Map<ServerFacts, List<Trials.Trial>> trials = new LinkedHashMap<>();
        group.forEach(server -> server.plan()
                .ifPresent(target -> trials.put(
                        server,
                        new Trials(server, target, step.why())
                                .named(step.text()).stream()
                                        .filter(trial ->
                                                trial.edit().apply(server).isPresent())
                                        .toList())));
        Map<ServerFacts, Trials.Trial> found = probes.firstPassing(trials, sources.probing());
        edit(
                server -> Optional.ofNullable(found.get(server))
                        .flatMap(trial -> trial.edit().apply(server)),
                sources.probing() ? " (the check then passes from here)" : " (not tried)");
        return found.size() == group.size();
    }

    /** Makes the change for every server; servers of one line or one backend share it. */
    private void edit(Function<ServerFacts, Optional<Action>> change, String remark) {
        group.stream()
                .flatMap(server -> change.apply(server).stream())
                .distinct()
                .map(action -> new Action(action.kind(), action.why() + remark, action.text(), action.at()))
                .forEach(actions::add);
    }

    private String files() {
        return sources.config().stream()
                .flatMap(config -> config.proxies().stream())
                .map(proxy -> proxy.origin().file())
                .distinct()
                .map(file -> " -f " + Commands.quote(file))
                .collect(Collectors.joining());
    }

    private void add(Action.Kind kind, String why, String text) {
        actions.add(new Action(kind, why, text, Optional.empty()));
    }
}
