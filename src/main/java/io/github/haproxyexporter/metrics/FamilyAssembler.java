package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what HAProxy said into families, by the catalogue. Holds no state between scrapes. */
public final class FamilyAssembler {

    /** Readings that look at every server, whatever the scrape leaves out. */
    private static final Set<Derivation> OVER_SERVERS = EnumSet.of(Derivation.SERVER_COUNTS, Derivation.CHECK_COUNTS);

    /** How objects of records about servers begin. */
    private static final String RECORDS_OF_SERVERS = "server_";

    private final List<CatalogueRow> rows;
    private final KnownColumns known;
    private final Profile profile;
    private final ServerFilter servers;
    private final FamilyFilter filter;

    /** Whether families of columns that no documentation names may be wanted. */
    private final boolean unknown;

    public FamilyAssembler(
            Catalogue catalogue, KnownColumns known, Profile profile, ServerFilter servers, FamilyFilter filter) {
        this.known = known;
        this.profile = profile;
        this.servers = servers;
        this.filter = filter;
        this.rows = catalogue.rows().stream()
                .filter(row -> row.family(profile).filter(filter::has).isPresent())
                .toList();
        this.unknown = filter.mayHaveOthers(catalogue.rows().stream()
                .flatMap(row -> Stream.of(row.exporterName(), row.promexName()))
                .collect(Collectors.toSet()));
    }

    /** The selection in one spelling for all that bring the same families. */
    public Selection normalized(Selection selection) {
        Set<String> documented = new HashSet<>();
        Set<String> inScope = new HashSet<>();
        for (CatalogueRow row : rows) {
            row.family(profile).ifPresent(name -> {
                documented.add(name);
                if (selection.hasScope(row.scope())) {
                    inScope.add(name);
                }
            });
        }
        return selection.normalized(name -> inScope.contains(name)
                || (!documented.contains(name) && filter.has(name) && isOfAColumn(name, selection)));
    }

    /** Whether a column that no documentation names could have a family of that name. */
    private static boolean isOfAColumn(String name, Selection selection) {
        return Arrays.stream(ObjectKind.values())
                .anyMatch(kind -> selection.hasScope(kind.label()) && name.startsWith("haproxy_" + kind.label() + "_"));
    }

    /** What has to be asked of HAProxy for a selection: no kinds of rows and no columns beyond those it needs. */
    public SnapshotRequest request(Selection selection) {
        Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
        Set<String> columns = new HashSet<>();
        boolean counts = false;
        for (ObjectKind kind : ObjectKind.values()) {
            if (selection.hasScope(kind.label())
                    && selection.hasObject(kind.label())
                    && mayWantUnknown(kind, selection)) {
                kinds.add(kind);
            }
        }
        for (CatalogueRow row : rows) {
            Optional<ObjectKind> kind = row.kind();
            if (kind.isEmpty() || !isWanted(row, selection)) {
                continue;
            }
            kinds.add(kind.get());
            columns.addAll(row.sources());
            if (row.derivation() == Derivation.DOWN_INFO) {
                columns.addAll(DownReason.COLUMNS);
            } else if (row.httpOnly() && profile == Profile.PROMEX) {
                columns.add("mode");
            } else if (row.derivation() == Derivation.AVERAGE && profile == Profile.PROMEX) {
                columns.addAll(List.of(FullWindowAverages.COLUMNS));
            } else if (row.derivation() == Derivation.CHECK_CODE) {
                row.sources().forEach(code -> columns.add(ObjectBlocks.statusOf(code)));
            } else if (OVER_SERVERS.contains(row.derivation())) {
                kinds.add(ObjectKind.SERVER);
                counts = true;
            }
        }
        if (selection.equals(Selection.everything())) {
            // The log of states needs them, whatever is exported.
            kinds.addAll(List.of(ObjectKind.SERVER, ObjectKind.BACKEND));
            columns.addAll(DownReason.COLUMNS);
        }
        // The state decides which servers are left out.
        columns.add("status");
        return new SnapshotRequest(
                kinds,
                selection.noMaintenance() && !counts,
                true,
                name -> columns.contains(name) || (unknown && !known.isKnown(name)),
                new SnapshotRequest.UnknownColumns(
                        unknown, unknown && profile == Profile.EXPORTER && selection.extraCounters()));
    }

    /** The families of a snapshot that was read for the same selection. */
    public List<Family> families(Snapshot snapshot, Selection selection) {
        ObjectBlocks objects =
                new ObjectBlocks(snapshot.table(), profile, servers, selection.noMaintenance(), filter.hasAllStates());
        Map<String, Records> records = new HashMap<>(snapshot.records());
        snapshot.info().map(ProcessInfo::fields).map(Records::of).ifPresent(process -> {
            records.put("process", process);
            records.put("version", process);
        });
        Map<String, Family> catalogued = new LinkedHashMap<>();
        for (CatalogueRow row : rows) {
            if (!isWanted(row, selection)) {
                continue;
            }
            List<Block> blocks = row.kind().isPresent()
                    ? objects.blocks(row, row.kind().get())
                    : RecordBlocks.blocks(
                            row,
                            servers.filtered(
                                    records.getOrDefault(row.object(), Records.NONE), selection.noMaintenance()),
                            profile);
            if (!blocks.isEmpty()) {
                String name = row.family(profile).orElseThrow();
                catalogued.merge(name, new Family(name, row.type(profile), row.help(), blocks), Family::with);
            }
        }
        List<Family> families = new ArrayList<>(catalogued.values());
        if (unknown) {
            families.addAll(new UnknownColumns(known, profile, servers, filter)
                    .families(snapshot, selection, objects, families));
        }
        return families;
    }

    private boolean isWanted(CatalogueRow row, Selection selection) {
        Optional<String> name = row.family(profile);
        return name.isPresent()
                && selection.hasScope(row.scope())
                && selection.hasObject(row.object())
                && selection.hasFamily(name.get())
                && (!row.object().equals(ObjectKind.SERVER.label()) || servers.hasColumn(row.sources()))
                && (!row.object().startsWith(RECORDS_OF_SERVERS) || servers.hasRecords());
    }

    /** Whether a family of a column that no documentation names may be wanted: there is no telling before the answer. */
    private boolean mayWantUnknown(ObjectKind kind, Selection selection) {
        String prefix = "haproxy_" + kind.label() + "_";
        return unknown
                && (selection.included().isEmpty()
                        || selection.included().stream()
                                .filter(name -> name.startsWith(prefix))
                                .anyMatch(name -> rows.stream()
                                        .noneMatch(row -> row.family(profile).equals(Optional.of(name)))));
    }

    /** Whether any family of an object, such as {@code sticktable}, is wanted. */
    public boolean wants(String object, Selection selection) {
        return rows.stream().anyMatch(row -> row.object().equals(object) && isWanted(row, selection));
    }
}
