package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.stats.SameSeconds;
import io.github.haproxyexporter.text.Printable;
import io.jstach.jstache.JStache;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a person sees of all targets, in the order in which it matters. The template escapes every text. */
@JStache(path = "io/github/haproxyexporter/web/page/page.html")
record StatusPage(Moment now, String metrics, List<TargetState> targets) {

    /** Rows of a list beyond which it says how many more there are. */
    private static final int ROWS = 50;

    /** Servers that are DOWN for one reason since the same seconds, the same server at several HAProxys once. */
    record Problem(List<Sight> servers, int size, String command) {
        Sight first() {
            return servers.get(0);
        }

        Optional<Integer> more() {
            return Optional.of(size - servers.size()).filter(more -> more > 0);
        }

        boolean isHarmless() {
            return servers.stream().noneMatch(server -> server.cell().backend().servesNobody());
        }
    }

    /** A server that is DOWN, with the HAProxys that see it so. */
    record Sight(ServerCell cell, String seenBy) {
        String left() {
            return cell.backend().left(false) + " of " + cell.backend().count(false);
        }
    }

    /** Servers of a backend that are not as they should be, for one reason. */
    record Weakness(ServerCell first, String servers) {}

    boolean several() {
        return targets.size() > 1;
    }

    List<TargetState> unreadable() {
        return targets.stream().filter(target -> target.error().isPresent()).toList();
    }

    List<TargetState.Backend> dead() {
        return backends(backend -> backend.view().servesNobody());
    }

    List<TargetState.Backend> onBackup() {
        return backends(TargetState.Backend::onBackup);
    }

    int down() {
        return servers(ServerCell::isDown).size();
    }

    boolean fine() {
        return unreadable().isEmpty() && dead().isEmpty() && down() == 0;
    }

    boolean degraded() {
        return !onBackup().isEmpty() || !weaknesses().isEmpty();
    }

    private List<TargetState.Backend> backends(Predicate<TargetState.Backend> wanted) {
        return targets.stream()
                .flatMap(target -> target.backends().stream())
                .filter(wanted)
                .toList();
    }

    private List<ServerCell> servers(Predicate<ServerCell> wanted) {
        return targets.stream()
                .flatMap(target -> target.servers(wanted).stream())
                .toList();
    }

    /** Those that leave a backend without servers first, then by the number of servers. */
    List<Problem> problems() {
        return SameSeconds.groups(
                        servers(ServerCell::isDown),
                        cell -> List.of(cell.cause(), cell.view().check().code()),
                        cell -> cell.view().since().orElse(Long.MAX_VALUE))
                .stream()
                .map(this::problem)
                .sorted(Comparator.comparing(Problem::isHarmless)
                        .thenComparing(Problem::size, Comparator.reverseOrder()))
                .limit(ROWS)
                .toList();
    }

    private Problem problem(List<ServerCell> group) {
        Map<String, List<ServerCell>> byName = byKey(group, cell -> cell.view().name());
        List<Sight> sights =
                byName.values().stream().limit(ROWS).map(this::sight).toList();
        Set<String> backends = group.stream().map(cell -> cell.view().backend()).collect(Collectors.toSet());
        Set<String> names = byName.size() == 1 ? byName.keySet() : backends;
        return new Problem(sights, byName.size(), command(group.get(0), names));
    }

    private Sight sight(List<ServerCell> same) {
        return new Sight(
                same.get(0),
                same.size() > 1 && same.size() == targets.size()
                        ? "all"
                        : same.stream().map(ServerCell::haproxy).collect(Collectors.joining(", ")));
    }

    /** Finds out more: about the server or the backend when there is only one, else about all that is DOWN. */
    private String command(ServerCell first, Set<String> names) {
        String address = targets.stream()
                .filter(target -> target.name().equals(first.haproxy()))
                .map(TargetState::address)
                .collect(Collectors.joining());
        String name = names.size() == 1 ? names.iterator().next() : "";
        // A name may begin with a dash.
        return "haproxy-exporter diagnose --haproxy.scrape-uri=" + quoted(address)
                + (name.isEmpty() ? "" : (name.startsWith("-") ? " -- " : " ") + quoted(name));
    }

    /** As a shell takes it literally. */
    private static String quoted(String text) {
        return "'" + Printable.clean(text).replace("'", "'\\''") + "'";
    }

    List<Weakness> weaknesses() {
        return byKey(
                        servers(cell -> cell.isFailing() || cell.isOut()),
                        cell -> List.of(
                                cell.haproxy(),
                                cell.view().backend(),
                                cell.view().status(),
                                cell.cause(),
                                cell.reason()))
                .values()
                .stream()
                .limit(ROWS)
                .map(alike -> new Weakness(
                        alike.get(0),
                        alike.stream()
                                        .limit(5)
                                        .map(cell -> cell.view().server())
                                        .collect(Collectors.joining(", "))
                                + (alike.size() > 5 ? " and " + (alike.size() - 5) + " more" : "")))
                .toList();
    }

    private static <K> Map<K, List<ServerCell>> byKey(List<ServerCell> cells, Function<ServerCell, K> key) {
        return cells.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
