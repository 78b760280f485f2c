package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Comment;
import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the rules and leaves out what was asked to be left out. */
public final class Linter {
    private static final Pattern IGNORE = Pattern.compile("lint:\\s*ignore\\s+(HC\\d+(?:[\\s,]+HC\\d+)*)");
    private static final Comparator<Finding> BY_PLACE = Comparator.<Finding, String>comparing(
                    finding -> finding.origin().file())
            .thenComparingInt(finding -> finding.origin().line())
            .thenComparing(Finding::id);

    private Linter() {}

    /** Judges a configuration by all rules but the disabled ones. */
    public static LintReport lint(LintInput input, Set<String> disabled) {
        Map<Origin, Set<String>> ignored = ignored(input.config().comments());
        List<Finding> findings = new ArrayList<>();
        int ignoredLines = 0;
        for (Rule rule : Rules.all()) {
            if (!disabled.contains(rule.id())) {
                Reporter reporter = new Reporter(rule, ignored);
                rule.check().inspect(input, reporter);
                findings.addAll(reporter.findings());
                ignoredLines += reporter.ignoredLines();
            }
        }
        findings.sort(BY_PLACE);
        return new LintReport(findings, input.config().notes(), ignoredLines);
    }

    private static Map<Origin, Set<String>> ignored(List<Comment> comments) {
        Map<Origin, Set<String>> ignored = new HashMap<>();
        for (Comment comment : comments) {
            Matcher matcher = IGNORE.matcher(comment.text());
            if (matcher.find()) {
                ignored.computeIfAbsent(comment.next(), origin -> new HashSet<>())
                        .addAll(List.of(matcher.group(1).split("[\\s,]+")));
            }
        }
        return ignored;
    }
}
