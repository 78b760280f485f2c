package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.exposition.Exposition;
import io.github.haproxyexporter.exposition.Format;
import io.github.haproxyexporter.faults.Tables;
import io.github.haproxyexporter.faults.Tables.Table;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Sample;
import io.github.haproxyexporter.testing.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever table comes in: every number goes out once, under its object's labels. */
class FamilyPropertiesTest {
    private static final Selection WITH_MODULES = Selection.of(List.of(Map.entry("extra-counters", "")));

    /** By the number in the column {@code type}. */
    private static final List<ObjectKind> KINDS =
            List.of(ObjectKind.FRONTEND, ObjectKind.BACKEND, ObjectKind.SERVER, ObjectKind.LISTENER);

    private final KnownColumns known = KnownColumns.load();
    private final Catalogue catalogue = Catalogue.load();

    @Provide
    Arbitrary<Table> tables() {
        return Tables.any();
    }

    @Provide
    Arbitrary<Table> plainTables() {
        return Tables.plain();
    }

    @Property(tries = 80)
    void everyNumber_ofAnyTable_goesOutOnceUnderItsLabels(@ForAll("tables") Table table) throws IOException {
        Map<String, io.github.haproxyexporter.testing.Family> families =
                ExpositionParser.text(exposition(table.answer(false), Profile.EXPORTER, Format.TEXT));

        Map<String, Map<Map<String, String>, BigDecimal>> expected = expected(table);
        expected.forEach((name, samples) -> {
            Map<Map<String, String>, BigDecimal> found = new HashMap<>();
            for (Sample sample : families.get(name).samples()) {
                assertThat(found.put(
                                new TreeMap<>(sample.labels()), new BigDecimal(sample.text()).stripTrailingZeros()))
                        .isNull();
            }
            assertThat(found).as(name).isEqualTo(samples);
        });
    }

    @Property(tries = 40)
    void anyTable_inBothProfilesAndFormats_isWellFormed(@ForAll("tables") Table table) throws IOException {
        for (Profile profile : Profile.values()) {
            ExpositionParser.text(exposition(table.answer(false), profile, Format.TEXT));
            ExpositionParser.openMetrics(exposition(table.answer(false), profile, Format.OPEN_METRICS));
        }
    }

    /** A quote in a row sends it through Commons CSV, and none through the split in place. */
    @Property(tries = 40)
    void rowsWithoutQuotes_splitInPlace_equalThoseOfCommonsCsv(@ForAll("plainTables") Table table) throws IOException {
        assertThat(exposition(table.answer(false), Profile.EXPORTER, Format.TEXT))
                .isEqualTo(exposition(table.answer(true), Profile.EXPORTER, Format.TEXT));
    }

    private byte[] exposition(String answer, Profile profile, Format format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new Exposition(families(answer, profile), format).toBytes());
        if (format == Format.OPEN_METRICS) {
            out.write("# EOF\n".getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private List<Family> families(String answer, Profile profile) throws HaproxyException {
        FamilyAssembler assembler =
                new FamilyAssembler(catalogue, known, profile, ServerFilter.everything(), FamilyFilter.everything());
        CannedClient client = CannedClient.socket(
                commands -> (commands.get(0).endsWith("typed") ? "\n".repeat(commands.size()) : answer)
                        .getBytes(StandardCharsets.UTF_8));
        return Snapshots.reader(client, assembler)
                .read(
                        WITH_MODULES,
                        Deadline.in(Duration.ofMinutes(1)),
                        MemoryBudget.unlimited().open(true, () -> false))
                .families();
    }

    /** By family, labels and value, from the table alone: the first row of each object counts. */
    private Map<String, Map<Map<String, String>, BigDecimal>> expected(Table table) {
        Map<String, Map<Map<String, String>, BigDecimal>> families = new HashMap<>();
        Set<Map<String, String>> seen = new HashSet<>();
        for (Map<String, String> row : table.rows()) {
            ObjectKind kind = KINDS.get(Integer.parseInt(row.get("type")));
            Map<String, String> labels = labels(kind, row);
            Map<String, String> identity = new HashMap<>(labels);
            identity.put("kind", kind.label());
            if (!seen.add(identity)) {
                continue;
            }
            for (CatalogueRow metric : catalogue.rows()) {
                String cell = metric.kind().equals(java.util.Optional.of(kind))
                                && table.header().contains(metric.sources().get(0))
                        ? row.get(metric.sources().get(0))
                        : "";
                boolean number =
                        metric.derivation() == Derivation.NUMBER || metric.derivation() == Derivation.MILLISECONDS;
                if (number && !cell.isEmpty() && !metric.exporterName().isEmpty()) {
                    Map<String, String> all = new TreeMap<>(labels);
                    metric.labels().forEach(label -> all.put(label.name(), label.value()));
                    BigDecimal value = new BigDecimal(cell);
                    families.computeIfAbsent(metric.exporterName(), any -> new HashMap<>())
                            .put(
                                    all,
                                    (metric.derivation() == Derivation.MILLISECONDS ? value.movePointLeft(3) : value)
                                            .stripTrailingZeros());
                }
            }
        }
        return families;
    }

    private static Map<String, String> labels(ObjectKind kind, Map<String, String> row) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(
                kind == ObjectKind.FRONTEND || kind == ObjectKind.LISTENER ? "frontend" : "backend",
                clean(row.get("pxname")));
        if (kind == ObjectKind.SERVER || kind == ObjectKind.LISTENER) {
            labels.put(kind.label(), clean(row.get("svname")));
        }
        return labels;
    }

    /** Control and formatting characters become spaces; all others come through both escapes unchanged. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
