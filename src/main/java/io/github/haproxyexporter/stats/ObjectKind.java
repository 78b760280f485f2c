package io.github.haproxyexporter.stats;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a row of {@code show stat} is about. */
public enum ObjectKind {
    FRONTEND(0),
    BACKEND(1),
    SERVER(2),
    LISTENER(3);

    private static final List<ObjectKind> ALL = List.of(values());

    private final int type;
    private final String label;

    ObjectKind(int type) {
        this.type = type;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The number in the {@code type} column. */
    int type() {
        return type;
    }

    /** The kind with a number in the {@code type} column, 0 to 3. */
    static ObjectKind of(int type) {
        return ALL.get(type);
    }

    /** The bit that selects this kind in {@code show stat <proxy> <types> <server>} (management guide, 9.3). */
    public int selector() {
        return 1 << type;
    }

    /** The word in metric names and in the {@code scope} parameter: {@code frontend}, {@code backend} … */
    public String label() {
        return label;
    }

    /** The kind with a {@link #label()}; empty when there is none. */
    public static Optional<ObjectKind> labelled(String label) {
        return ALL.stream().filter(kind -> kind.label.equals(label)).findFirst();
    }
}
