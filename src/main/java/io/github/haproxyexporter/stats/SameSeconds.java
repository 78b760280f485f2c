package io.github.haproxyexporter.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Finds what happened together. */
public final class SameSeconds {

    /** Servers of one cause that fall with no longer pause between them fall together: their checks are spread over time. */
    private static final long PAUSE = 5;

    private SameSeconds() {}

    /**
     * Groups what is alike and happened within the same seconds, the latest first.
     *
     * @param age how long ago it happened, in seconds
     */
    public static <T> List<List<T>> groups(List<T> all, Function<T, Object> likeness, ToLongFunction<T> age) {
        Map<Object, List<T>> alike = new LinkedHashMap<>();
        all.stream()
                .sorted(Comparator.comparingLong(age))
                .forEach(each -> alike.computeIfAbsent(likeness.apply(each), key -> new ArrayList<>())
                        .add(each));
        List<List<T>> groups = new ArrayList<>();
        for (List<T> ordered : alike.values()) {
            long last = Long.MIN_VALUE;
            for (T each : ordered) {
                if (last == Long.MIN_VALUE || age.applyAsLong(each) - last > PAUSE) {
                    groups.add(new ArrayList<>());
                }
                groups.get(groups.size() - 1).add(each);
                last = age.applyAsLong(each);
            }
        }
        return groups;
    }
}
