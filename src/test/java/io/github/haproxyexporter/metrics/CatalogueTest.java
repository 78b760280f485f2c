package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ObjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    /** Documented columns that are no figure of their own: names, identifiers, texts, and parts of what is computed. */
    private static final Set<String> NOT_EXPORTED = Set.of(
            "pxname",
            "svname",
            "pid",
            "iid",
            "sid",
            "srid",
            "type",
            "tracked",
            "addr",
            "cookie",
            "mode",
            "algo",
            "proto",
            "check_desc",
            "agent_desc",
            "last_chk",
            "last_agt",
            "agent_rise",
            "agent_fall",
            "agent_health",
            "hanafail",
            "req_rate",
            "conn_rate",
            "agg_server_check_status",
            "agg_server_status",
            "agg_check_status",
            "sess_other",
            "h1sess",
            "h2sess",
            "h3sess",
            "req_other",
            "h1req",
            "h2req",
            "h3req");

    private final List<CatalogueRow> rows = Catalogue.load().rows();

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rows_ofOneFamily_areAdjacentAndAgree(Profile profile) {
        Map<String, CatalogueRow> seen = new HashMap<>();
        String last = "";
        for (CatalogueRow row : rows) {
            String name = row.family(profile).orElse("");
            CatalogueRow before = name.isEmpty() ? null : seen.putIfAbsent(name, row);
            if (before != null) {
                assertThat(name).as("its rows follow each other").isEqualTo(last);
                assertThat(row.type(profile)).as(name).isEqualTo(before.type(profile));
                assertThat(row.help()).as(name).isEqualTo(before.help());
                assertThat(row.object()).as(name).isEqualTo(before.object());
            }
            last = name.isEmpty() ? last : name;
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rows_ofOneFamily_giveDifferentSeries(Profile profile) {
        Set<String> series = new HashSet<>();
        for (CatalogueRow row : rows) {
            row.family(profile)
                    .ifPresent(name -> assertThat(series.add(name + row.labels()))
                            .as(name + row.labels())
                            .isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void names_differAlsoWithoutTotal(Profile profile) {
        Map<String, String> byBase = new HashMap<>();
        for (CatalogueRow row : rows) {
            row.family(profile)
                    .ifPresent(name -> assertThat(byBase.putIfAbsent(name.replaceFirst("_total$", ""), name))
                            .as(name)
                            .isIn(null, name));
        }
    }

    @Test
    void names_haveTheFormOfMetrics() {
        for (CatalogueRow row : rows) {
            for (Profile profile : Profile.values()) {
                assertThat(row.family(profile).orElse("haproxy_x")).matches("haproxy_[a-z]+_[a-z0-9_]+|haproxy_x");
            }
            assertThat(row.family(Profile.EXPORTER).isPresent()
                            || row.family(Profile.PROMEX).isPresent())
                    .as(row.toString())
                    .isTrue();
            assertThat(row.help()).as(row.toString()).isNotBlank().endsWith(".");
        }
    }

    @Test
    void counters_ofTheExporterProfile_endWithTotalAndNothingElseDoes() {
        for (CatalogueRow row : rows) {
            row.family(Profile.EXPORTER)
                    .filter(name -> row.kind().isPresent())
                    .ifPresent(name -> assertThat(name.endsWith("_total"))
                            .as(name)
                            .isEqualTo(row.type(Profile.EXPORTER) == MetricType.COUNTER));
        }
    }

    @Test
    void sources_ofObjects_areKnownColumns() {
        KnownColumns known = KnownColumns.load();
        for (CatalogueRow row : rows) {
            if (row.kind().isPresent()) {
                assertThat(row.sources()).as(row.toString()).allMatch(known::isKnown);
                boolean text = row.derivation() != Derivation.NUMBER
                        && row.derivation() != Derivation.MILLISECONDS
                        && row.derivation() != Derivation.AVERAGE
                        && row.derivation() != Derivation.CHECK_CODE;
                assertThat(row.sources()).as(row.toString()).allMatch(source -> known.isText(source) == text);
            }
        }
    }

    @Test
    void columns_documented_areExportedOrKnownNotToBe() {
        KnownColumns known = KnownColumns.load();
        Set<String> exported = new HashSet<>();
        rows.stream().filter(row -> row.kind().isPresent()).forEach(row -> exported.addAll(row.sources()));
        Set<String> neither = new TreeSet<>();
        for (int number = 0; known.nameOf(number).isPresent(); number++) {
            String name = known.nameOf(number).get();
            if (!exported.contains(name) && !NOT_EXPORTED.contains(name)) {
                neither.add(name);
            }
        }

        assertThat(neither).isEmpty();
        assertThat(exported).doesNotContainAnyElementsOf(NOT_EXPORTED);
    }

    @Test
    void families_ofHaproxysOwnExporter_areAllThere() throws IOException {
        Map<String, String> types = new HashMap<>();
        for (CatalogueRow row : rows) {
            row.family(Profile.PROMEX)
                    .ifPresent(name ->
                            types.put(name, row.type(Profile.PROMEX).name().toLowerCase(Locale.ROOT)));
        }
        for (String line : Files.readAllLines(Path.of("src/test/resources/promex-families.tsv"))) {
            if (!line.startsWith("#")) {
                String[] family = line.split("\t", -1);
                assertThat(types).containsEntry(family[0], family[1]);
            }
        }
    }

    @Test
    void row_parsed_hasItsParts() {
        CatalogueRow row =
                CatalogueRow.parse("server\ta|b\tx=1,y=2\tone_total\t-\tcounter/gauge\tmilliseconds\tnan\tWhat it is.");

        assertThat(row.family(Profile.EXPORTER)).contains("haproxy_server_one_total");
        assertThat(row.family(Profile.PROMEX)).isEqualTo(Optional.empty());
        assertThat(row.type(Profile.EXPORTER)).isEqualTo(MetricType.COUNTER);
        assertThat(row.type(Profile.PROMEX)).isEqualTo(MetricType.GAUGE);
        assertThat(row.sources()).containsExactly("a", "b");
        assertThat(row.labels()).containsExactly(new Label("x", "1"), new Label("y", "2"));
        assertThat(row.kind()).contains(ObjectKind.SERVER);
        assertThat(row.scope()).isEqualTo("server");
        assertThat(row.derivation()).isEqualTo(Derivation.MILLISECONDS);
        assertThat(row.nanWhenEmpty()).isTrue();
        assertThat(row.httpOnly()).isFalse();
        assertThat(row.help()).isEqualTo("What it is.");
    }

    @Test
    void row_ofTheProcess_isGlobal() {
        CatalogueRow row = CatalogueRow.parse("version\tVersion\t-\t-\tinfo\tgauge\ttext\thttp\tHelp.");

        assertThat(row.scope()).isEqualTo("global");
        assertThat(row.kind()).isEmpty();
        assertThat(row.labels()).isEmpty();
        assertThat(row.httpOnly()).isTrue();
        assertThat(row.nanWhenEmpty()).isFalse();
        assertThat(row.type(Profile.PROMEX)).isEqualTo(MetricType.GAUGE);
        assertThat(CatalogueRow.parse("process\tPid\t-\t-\tpid\tgauge\tnumber\tskip\tHelp.")
                        .scope())
                .isEqualTo("global");
        assertThat(CatalogueRow.parse("sticktable\tsize\t-\t-\tsize\tgauge\tnumber\tskip\tHelp.")
                        .scope())
                .isEqualTo("sticktable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "server\ta", "a\tb\tc\td\te\tf\tg\th\ti\tj"})
    void row_withOtherCells_isRefused(String line) {
        assertThatThrownBy(() -> CatalogueRow.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 9");
    }
}
