package io.github.haproxyexporter.stats;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is wanted of HAProxy. The narrower it is, the less HAProxy has to do.
 *
 * @param kinds the kinds of objects whose rows are wanted; none at all asks for no {@code show stat}
 * @param withoutMaintenance whether servers in maintenance may be left out by HAProxy
 * @param info whether {@code show info} is wanted
 * @param columns which columns to keep
 * @param unknownColumns which columns need their nature from {@code show stat typed}, by their name and whether a module's
 */
public record SnapshotRequest(
        Set<ObjectKind> kinds,
        boolean withoutMaintenance,
        boolean info,
        Predicate<String> columns,
        UnknownColumns unknownColumns) {

    /** Which of the columns that are not documented are wanted. */
    public record UnknownColumns(boolean own, boolean modules) {}

    /** Everything that {@code show info} and {@code show stat} say, with all documented columns. */
    public static SnapshotRequest everything() {
        return new SnapshotRequest(
                EnumSet.allOf(ObjectKind.class), false, true, name -> true, new UnknownColumns(false, false));
    }

    /** The same with columns of texts that something else needs of servers; none changes nothing. */
    public SnapshotRequest with(List<String> serverColumns) {
        if (serverColumns.isEmpty()) {
            return this;
        }
        Set<ObjectKind> all = EnumSet.of(ObjectKind.SERVER);
        all.addAll(kinds);
        Predicate<String> others = columns;
        return new SnapshotRequest(
                all,
                withoutMaintenance,
                info,
                name -> serverColumns.contains(name) || others.test(name),
                unknownColumns);
    }

    /** The {@code show stat} that brings it. */
    String statCommand() {
        int types = kinds.stream().mapToInt(ObjectKind::selector).sum();
        return "show stat"
                + (kinds.size() < ObjectKind.values().length ? " -1 " + types + " -1" : "")
                + (withoutMaintenance ? " no-maint" : "");
    }
}
