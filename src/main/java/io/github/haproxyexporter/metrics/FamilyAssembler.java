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

/** Turns what HAProxy said into families, by the catalogue. Holds no state between scrapes. */
public final class FamilyAssembler {

    /** Readings that look at every server, whatever the scrape leaves out. */
    private static final Set<Reading> OVER_SERVERS = EnumSet.of(Reading.SERVER_COUNTS, Reading.CHECK_COUNTS);

    /** How objects of records about servers begin. */
    private static final String RECORDS_OF_SERVERS = "server_";

    private final Catalogue catalogue;
    private final KnownColumns known;
    private final Profile profile;
    private final ServerFilter servers;

    public FamilyAssembler(Catalogue catalogue, KnownColumns known, Profile profile, ServerFilter servers) {
        this.catalogue = catalogue;
        this.known = known;
        this.profile = profile;
        this.servers = servers;
    }

    /** The selection in one spelling for all that bring the same families. */
    public Selection normalized(Selection selection) {
        Set<String> documented = new HashSet<>();
        Set<String> inScope = new HashSet<>();
        for (CatalogueRow row : catalogue.rows()) {
            row.family(profile).ifPresent(name -> {
                documented.add(name);
                if (selection.hasScope(row.scope())) {
                    inScope.add(name);
                }
            });
        }
        return selection.normalized(
                name -> inScope.contains(name) || (!documented.contains(name) && isOfAColumn(name, selection)));
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
        for (CatalogueRow row : catalogue.rows()) {
            Optional<ObjectKind> kind = row.kind();
            if (kind.isEmpty() || !isWanted(row, selection)) {
                continue;
            }
            kinds.add(kind.get());
            columns.addAll(row.sources());
            if (row.reading() == Reading.DOWN_INFO) {
                columns.addAll(DownReason.COLUMNS);
            } else if (row.httpOnly() && profile == Profile.PROMEX) {
                columns.add("mode");
            } else if (row.reading() == Reading.AVERAGE && profile == Profile.PROMEX) {
                columns.addAll(List.of(FullWindowAverages.COLUMNS));
            } else if (row.reading() == Reading.CHECK_CODE) {
                row.sources().forEach(code -> columns.add(ObjectBlocks.statusOf(code)));
            } else if (OVER_SERVERS.contains(row.reading())) {
                kinds.add(ObjectKind.SERVER);
                counts = true;
            }
        }
        // The state decides which servers are left out.
        columns.add("status");
        return new SnapshotRequest(
                kinds,
                selection.noMaintenance() && !counts,
                true,
                name -> columns.contains(name) || !known.isKnown(name),
                new SnapshotRequest.UnknownColumns(true, profile == Profile.EXPORTER && selection.extraCounters()));
    }

    /** The families of a snapshot that was read for the same selection. */
    public List<Family> families(Snapshot snapshot, Selection selection) {
        ObjectBlocks objects = new ObjectBlocks(snapshot.table(), profile, servers, selection.noMaintenance());
        Map<String, Records> records = new HashMap<>(snapshot.records());
        snapshot.info().map(ProcessInfo::fields).map(Records::of).ifPresent(process -> {
            records.put("process", process);
            records.put("version", process);
        });
        Map<String, FamilyDraft> drafts = new LinkedHashMap<>();
        for (CatalogueRow row : catalogue.rows()) {
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
                drafts.computeIfAbsent(
                                row.family(profile).orElseThrow(),
                                name -> new FamilyDraft(row.type(profile), row.help(), new ArrayList<>()))
                        .blocks()
                        .addAll(blocks);
            }
        }
        List<Family> families = new ArrayList<>();
        drafts.forEach((name, draft) -> families.add(new Family(name, draft.type(), draft.help(), draft.blocks())));
        families.addAll(new UnknownColumns(known, profile, servers).families(snapshot, selection, objects, families));
        return families;
    }

    private record FamilyDraft(MetricType type, String help, List<Block> blocks) {}

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
        return selection.included().isEmpty()
                || selection.included().stream()
                        .filter(name -> name.startsWith(prefix))
                        .anyMatch(name -> catalogue.rows().stream()
                                .noneMatch(row -> row.family(profile).equals(Optional.of(name))));
    }

    /** Whether any family of an object, such as {@code sticktable}, is wanted. */
    public boolean wants(String object, Selection selection) {
        return catalogue.rows().stream().anyMatch(row -> row.object().equals(object) && isWanted(row, selection));
    }
}
