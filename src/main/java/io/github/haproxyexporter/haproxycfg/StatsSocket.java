package io.github.haproxyexporter.haproxycfg;

import java.util.Optional;

/**
 * A {@code stats socket} line of the global section.
 *
 * @param address as it was written
 * @param unix true for a socket in the file system or in the abstract name space, false for TCP
 * @param mode the permissions in octal digits, from the line itself or from {@code unix-bind}
 * @param level {@code user}, {@code operator} or {@code admin}
 */
public record StatsSocket(
        Origin origin, String text, String address, boolean unix, Optional<String> mode, String level) {

    static StatsSocket of(Statement statement, Optional<String> defaultMode) {
        String address = statement.word(2);
        ServerAddress.Family family = ServerAddress.parse(address).family();
        boolean unix = family != ServerAddress.Family.IP && family != ServerAddress.Family.NAME;
        Optional<String> mode = Optional.empty();
        String level = "operator";
        for (int i = 3; i + 1 < statement.words().size(); i++) {
            if (statement.word(i).equals("mode")) {
                mode = Optional.of(statement.word(i + 1));
            } else if (statement.word(i).equals("level")) {
                level = statement.word(i + 1);
            }
        }
        return new StatsSocket(
                statement.origin(), statement.text(), address, unix, mode.isPresent() ? mode : defaultMode, level);
    }

    /** True when anyone on the machine may write to it, as its mode says. */
    public boolean worldWritable() {
        return unix
                && mode.filter(digits -> digits.matches("[0-7]+"))
                        .map(digits -> (Integer.parseInt(digits, 8) & 2) != 0)
                        .orElse(false);
    }
}
