package io.github.haproxyexporter.stats;

import java.util.Locale;

/** What a row of {@code show stat} is about, in the order of the numbers in its {@code type} column. */
public enum ObjectKind {
    FRONTEND,
    BACKEND,
    SERVER,
    LISTENER;

    /** The bit that selects this kind in {@code show stat <proxy> <types> <server>} (management guide, 9.3). */
    public int selector() {
        return 1 << ordinal();
    }

    /** The word in metric names and in the {@code scope} parameter: {@code frontend}, {@code backend} … */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
