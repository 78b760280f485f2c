package io.github.haproxyexporter.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.parity.Difference.Kind;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ParityHaproxy;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.Sample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the default profile has beyond prometheus/haproxy_exporter's families. */
@ParameterizedClass
@MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultProfileIT {
    private static final String TOTAL = "_total";

    @Parameter
    private HaproxyFlavor flavor;

    private ParityHaproxy parity;
    private ExporterProcess exporter;

    @BeforeParameterizedClassInvocation
    void start() {
        parity = ParityHaproxy.start(flavor);
        parity.traffic();
        exporter = ExporterProcess.start("--haproxy.scrape-uri=" + parity.scrapeUri(), "--metrics.states=all");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        exporter.close();
        parity.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics?extra-counters"})
    void promtool_findsNothing(String path) {
        Finished check = Promtool.checkMetrics(exporter.scrape(path).text());

        assertThat(check).isEqualTo(new Finished(0, "", ""));
    }

    @Test
    void moduleColumns_haveTheTypesThatHaproxyGivesThem() {
        Map<String, String> expected = moduleFamilies();

        Answer answer = Answer.of(exporter.scrape("/metrics?extra-counters"), expected::containsKey);

        assertThat(answer.types()).isEqualTo(expected);
        assertThat(expected)
                .containsEntry("haproxy_frontend_h2_open_connections", "gauge")
                .containsEntry("haproxy_frontend_h1_total_streams_total", "counter");
    }

    /** HAProxy marks some totals as gauges, such as TotalBytesOut; but what it marks as a rate or a limit is no counter. */
    @Test
    void processFigures_ratesAndPipes_areGauges() {
        Map<String, String> natures = new HashMap<>();
        Pattern line = Pattern.compile("\\d+\\.([^:]+)\\.1:.(.).:[su]\\d+:.*");
        parity.haproxy()
                .command("show info typed")
                .lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .forEach(field -> natures.put(field.group(1), field.group(2)));

        assertThat(natures)
                .containsEntry("PipesUsed", "G")
                .containsEntry("PipesFree", "G")
                .containsEntry("CompressBpsIn", "R");
        assertThat(Catalogue.load().rows())
                .filteredOn(row -> row.object().equals("process"))
                .filteredOn(row -> row.sources().stream()
                        .anyMatch(source -> source.startsWith("Pipes")
                                || natures.getOrDefault(source, "").matches("[RMLAD]")))
                .hasSizeGreaterThan(15)
                .allSatisfy(row -> assertThat(row.type(Profile.EXPORTER))
                        .as(row.toString())
                        .isEqualTo(MetricType.GAUGE));
    }

    @Test
    void familiesOfHaproxysOwnExporter_sameSeriesUnderOtherLabels() {
        Set<String> shared =
                Answer.of(exporter.scrape("/metrics"), name -> true).types().keySet();
        ScrapeTraces traces = new ScrapeTraces(parity.haproxy().port("scrapes"));
        Set<String> moving = new HashSet<>(traces.find(query -> promex(query, shared::contains)));
        moving.addAll(traces.find(query -> Answer.of(exporter.scrape("/metrics?" + query), name -> true)));

        SideBySide both = SideBySide.read(
                () -> promex("", shared::contains), () -> Answer.of(exporter.scrape("/metrics"), name -> true), moving);

        HaproxyRows rows = HaproxyRows.of(parity.haproxy().socket());
        PromexExceptions exceptions = new PromexExceptions(rows, Answer.of(parity.promex(""), name -> true));
        assertThat(both.steadyShare()).isGreaterThan(0.9);
        assertThat(both.reference().types()).containsKeys("haproxy_server_status", "haproxy_frontend_status");
        assertThat(both.differences())
                .filteredOn(difference -> difference.kind() != Kind.EXTRA)
                .filteredOn(difference -> !exceptions.allow(difference)
                        && !isCodeOfNone(difference, rows)
                        && !isPausedFrontend(difference))
                .isEmpty();
    }

    /** HAProxy's exporter counts a paused frontend as UP, though nobody can connect to it. */
    private static boolean isPausedFrontend(Difference difference) {
        return difference.family().equals("haproxy_frontend_status")
                && difference.label("frontend").equals("paused");
    }

    /** HAProxy's exporter gives 0 for a check that has no code; here what does not apply has no sample. */
    private static boolean isCodeOfNone(Difference difference, HaproxyRows rows) {
        return difference.kind() == Kind.MISSING
                && difference.family().matches("haproxy_server_(check|agent)_code")
                && difference.reference().equals("0")
                && rows.server(difference.label("backend"), difference.label("server"))
                        .getOrDefault(difference.family().substring("haproxy_server_".length()), "")
                        .isEmpty();
    }

    /** HAProxy's own exporter under the labels of this profile, without NaN. */
    private Answer promex(String query, Predicate<String> wanted) {
        Answer answer = Answer.of(parity.promex(query), wanted);
        Map<String, Map<String, Sample>> families = new LinkedHashMap<>();
        answer.samples().forEach((family, samples) -> {
            Map<String, Sample> relabelled = new LinkedHashMap<>();
            for (Sample sample : samples.values()) {
                if (!Double.isNaN(sample.value())) {
                    Sample moved = relabelled(family, sample);
                    relabelled.put(moved.series(), moved);
                }
            }
            families.put(family, relabelled);
        });
        return new Answer(answer.types(), families);
    }

    private static Sample relabelled(String family, Sample sample) {
        SortedMap<String, String> labels = new TreeMap<>(sample.labels());
        String proxy = labels.remove("proxy");
        if (proxy != null) {
            labels.put(family.matches("haproxy_(frontend|listener)_.*") ? "frontend" : "backend", proxy);
        }
        return new Sample(sample.name(), labels, sample.text(), sample.value(), sample.timestamp());
    }

    /**
     * The families of columns behind the one named {@code -}, with their types, as {@code show stat typed} has them: {@code
     * F.2.0.194.h2_open_connections.1:MGP:u64:0}.
     */
    private Map<String, String> moduleFamilies() {
        String header =
                parity.haproxy().command("show stat").lines().findFirst().orElse("");
        Set<String> modules = Set.of(header.substring(header.indexOf(",-,") + 3).split(",", -1));
        Map<String, String> kinds = Map.of("F", "frontend", "B", "backend", "S", "server", "L", "listener");
        Pattern line = Pattern.compile("([FBSL])(?:\\.\\d+){3}\\.(\\w+)\\.\\d+:.(.)..?:[su]\\d+:.*");
        Map<String, String> families = new TreeMap<>();
        parity.haproxy()
                .command("show stat typed")
                .lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .filter(column -> modules.contains(column.group(2)))
                .forEach(column -> {
                    boolean counter = column.group(3).equals("C");
                    String name = "haproxy_" + kinds.get(column.group(1)) + "_" + column.group(2);
                    String base = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
                    families.put(counter ? base + TOTAL : base, counter ? "counter" : "gauge");
                });
        return families;
    }
}
