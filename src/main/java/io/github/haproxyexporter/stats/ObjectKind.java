package io.github.haproxyexporter.stats;

import java.util.Locale;

/** What a row of {@code show stat} is about. */
public enum ObjectKind {
    FRONTEND(0),
    BACKEND(1),
    SERVER(2),
    LISTENER(3);

    private final int type;

    ObjectKind(int type) {
        this.type = type;
    }

    /** The number in the {@code type} column. */
    int type() {
        return type;
    }

    /** The kind with a number in the {@code type} column, 0 to 3. */
    static ObjectKind of(int type) {
        return switch (type) {
            case 0 -> FRONTEND;
            case 1 -> BACKEND;
            case 2 -> SERVER;
            default -> LISTENER;
        };
    }

    /** The bit that selects this kind in {@code show stat <proxy> <types> <server>} (management guide, 9.3). */
    public int selector() {
        return 1 << type;
    }

    /** The word in metric names and in the {@code scope} parameter: {@code frontend}, {@code backend} … */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
