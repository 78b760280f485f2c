package io.github.haproxyexporter.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Finds what was meant when a name is not known. */
final class NearNames {
    private static final int SHOWN = 3;

    private NearNames() {}

    /** The question whether one of the nearest names was meant, the nearest first; empty when none is near. */
    static String suggestion(String name, Stream<String> known) {
        int most = Math.max(2, name.length() / 3);
        List<String> near = known.distinct()
                .filter(candidate -> distance(name, candidate) <= most || candidate.endsWith("/" + name))
                .sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
        return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
    }

    /** The flag or command that is nearest to an argument that is none, if one is near. */
    static Optional<String> word(String argument, CommandSpec command) {
        String typed = argument.replaceFirst("=.*", "");
        Set<String> words = typed.startsWith("-")
                ? command.optionsMap().keySet()
                : command.subcommands().keySet();
        return words.stream()
                .filter(word -> isNear(typed, word))
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A flag's last part decides how much may differ: what stands before it, half of all flags have in common. */
    private static boolean isNear(String typed, String word) {
        String part = typed.replaceFirst("^-+", "").replaceFirst(".*\\.", "");
        return distance(typed, word) <= Math.max(1, part.length() / 3)
                || (part.length() > 2 && word.endsWith("." + part));
    }

    /** How many letters have to be changed, added, taken away or exchanged with their neighbour. */
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cost(left, right, i, j, cost);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cost(String left, String right, int i, int j, int[][] cost) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean exchanged = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
