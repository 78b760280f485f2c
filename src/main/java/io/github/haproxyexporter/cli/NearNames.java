package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.diagnose.BackendView;
import io.github.haproxyexporter.diagnose.ServerView;
import io.github.haproxyexporter.diagnose.StatView;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what was meant when a name is not known. */
final class NearNames {
    private static final int SHOWN = 3;

    private NearNames() {}

    /** The error for a backend or server that HAProxy does not have. */
    static String unknown(String name, StatView stats) {
        boolean server = name.indexOf('/') >= 0;
        Stream<String> known = server
                ? stats.servers().stream().map(ServerView::name)
                : stats.backends().stream().map(BackendView::name);
        List<String> near = near(name, known);
        return "this HAProxy has no " + (server ? "server " : "backend ") + name
                + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?");
    }

    /** The nearest names, the nearest first; none that shares little with what was typed. */
    static List<String> near(String name, Stream<String> known) {
        int most = Math.max(2, name.length() / 3);
        return known.filter(candidate -> distance(name, candidate) <= most || candidate.endsWith("/" + name))
                .sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** Levenshtein's distance: how many letters have to be changed, added or taken away. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
