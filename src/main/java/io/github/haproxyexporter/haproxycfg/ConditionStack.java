package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayDeque;
import java.util.Deque;

/** The nested {@code .if} blocks that are open at a line. */
final class ConditionStack {
    /** What became of an {@code .if} so far. */
    private enum Branch {
        /** The lines here count. */
        TAKEN,
        /** No branch has counted yet; the next may. */
        WAITING,
        /** A former branch counted, or the whole block lies in a branch that does not. */
        DONE
    }

    private record Level(Branch branch, boolean elseSeen, Origin opened) {}

    private final Deque<Level> levels = new ArrayDeque<>();

    /** True when the lines here count. */
    boolean active() {
        return levels.isEmpty() || levels.peek().branch() == Branch.TAKEN;
    }

    /** True when the condition of an {@code .elif} here decides something. */
    boolean waiting() {
        return !levels.isEmpty() && levels.peek().branch() == Branch.WAITING;
    }

    void open(boolean condition, Origin origin) {
        Branch branch = !active() ? Branch.DONE : condition ? Branch.TAKEN : Branch.WAITING;
        levels.push(new Level(branch, false, origin));
    }

    void elseIf(boolean condition, Origin origin) throws ConfigException {
        goOn(".elif", "'.elif' after '.else'", condition, origin);
    }

    void otherwise(Origin origin) throws ConfigException {
        goOn(".else", "a second '.else'", true, origin);
    }

    private void goOn(String directive, String tooLate, boolean condition, Origin origin) throws ConfigException {
        Level level = pop(directive, origin);
        if (level.elseSeen()) {
            throw new ConfigException(origin, tooLate + " in the block opened at " + level.opened());
        }
        Branch next = level.branch() != Branch.WAITING ? Branch.DONE : condition ? Branch.TAKEN : Branch.WAITING;
        levels.push(new Level(next, directive.equals(".else"), level.opened()));
    }

    void close(Origin origin) throws ConfigException {
        pop(".endif", origin);
    }

    void requireClosed() throws ConfigException {
        Level level = levels.peek();
        if (level != null) {
            throw new ConfigException(level.opened(), "'.if' without '.endif' before the end of the file");
        }
    }

    private Level pop(String directive, Origin origin) throws ConfigException {
        Level level = levels.poll();
        if (level == null) {
            throw new ConfigException(origin, "'" + directive + "' without an '.if' before it");
        }
        return level;
    }
}
