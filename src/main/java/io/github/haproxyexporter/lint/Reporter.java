package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes what one rule objects to, and makes one finding of what has one cause. */
public final class Reporter {
    private static final int NAMES_SHOWN = 3;

    private final Rule rule;
    private final Map<Origin, Set<String>> ignored;
    private final Map<Object, List<Report>> causes = new LinkedHashMap<>();
    private final Set<Origin> ignoredHere = new HashSet<>();

    private record Report(FindingSite site, Severity severity, String message, List<Edit> edits) {}

    /**
     * Starts with nothing reported.
     *
     * @param ignored the rules that a comment silences, by line
     */
    Reporter(Rule rule, Map<Origin, Set<String>> ignored) {
        this.rule = rule;
        this.ignored = ignored;
    }

    /** Reports at the rule's severity. */
    void report(FindingSite site, String message, Edit... edits) {
        report(site, rule.severity(), message, edits);
    }

    /** Reports at a severity of its own, never above the rule's. */
    void report(FindingSite site, Severity severity, String message, Edit... edits) {
        if (ignored.getOrDefault(site.origin(), Set.of()).contains(rule.id())) {
            ignoredHere.add(site.origin());
            return;
        }
        causes.computeIfAbsent(List.of(severity, site.group(message)), cause -> new ArrayList<>())
                .add(new Report(site, severity, message, List.of(edits)));
    }

    /** How many lines a comment silenced. */
    int ignoredLines() {
        return ignoredHere.size();
    }

    List<Finding> findings() {
        return causes.values().stream().map(this::finding).toList();
    }

    private Finding finding(List<Report> reports) {
        Report first = reports.get(0);
        FindingSite.Scope scope = first.site().scope();
        List<String> backends = sites(reports)
                .flatMap(site -> site.backend().stream())
                .distinct()
                .toList();
        List<String> servers = sites(reports)
                .filter(site -> site.server().isPresent())
                .map(site -> (backends.size() > 1 ? site.backend().orElse("") + "/" : "")
                        + site.server().get())
                .distinct()
                .toList();
        boolean inherited = scope == FindingSite.Scope.INHERITED_LINE;
        boolean line = inherited || scope == FindingSite.Scope.LINE;
        // Of one line there can be one new version only.
        Stream<Report> edited = line ? Stream.of(first) : reports.stream();
        return new Finding(
                rule.id(),
                first.severity(),
                first.site().origin(),
                inherited || backends.size() != 1 ? Optional.empty() : Optional.of(backends.get(0)),
                line || servers.size() != 1 ? Optional.empty() : Optional.of(servers.get(0)),
                first.message() + count(line, inherited, backends, servers),
                new Finding.Suggestion(edited.flatMap(report -> report.edits().stream())
                        .distinct()
                        .toList()),
                backends);
    }

    private static Stream<FindingSite> sites(List<Report> reports) {
        return reports.stream().map(Report::site);
    }

    private static String count(boolean line, boolean inherited, List<String> backends, List<String> servers) {
        if (servers.size() > 1 || (line && servers.size() == 1)) {
            String where = backends.size() > 1 ? " of " + backends.size() + " backends" : "";
            return " (" + counted(servers.size(), "server") + where + ": " + names(servers) + ")";
        }
        return backends.size() > 1 || (inherited && !backends.isEmpty())
                ? " (" + counted(backends.size(), "backend") + ": " + names(backends) + ")"
                : "";
    }

    private static String names(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(NAMES_SHOWN).toList());
        return names.size() > NAMES_SHOWN ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
