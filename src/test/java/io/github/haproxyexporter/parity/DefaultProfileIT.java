package io.github.haproxyexporter.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.parity.Difference.Kind;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ParityHaproxy;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.Sample;
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
    @Parameter
    private HaproxyFlavor flavor;

    private ParityHaproxy parity;
    private ExporterProcess exporter;

    @BeforeParameterizedClassInvocation
    void start() {
        parity = ParityHaproxy.start(flavor);
        parity.traffic();
        exporter = ExporterProcess.start("--haproxy.scrape-uri=" + parity.scrapeUri());
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
        Map<String, String> expected = moduleFamilies(parity.haproxy().command("show stat typed"));

        Answer answer = Answer.of(exporter.scrape("/metrics?extra-counters"), expected::containsKey);

        assertThat(answer.types()).isEqualTo(expected);
        assertThat(expected)
                .containsEntry("haproxy_frontend_h2_open_connections", "gauge")
                .containsEntry("haproxy_frontend_h1_total_streams_total", "counter");
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
                .filteredOn(difference -> !exceptions.allow(difference) && !isCodeOfNone(difference, rows))
                .isEmpty();
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

    /** From {@code F.2.0.194.h2_open_connections.1:MGP:u64:0}: the family and its type, for columns behind the one named {@code -}. */
    private static Map<String, String> moduleFamilies(String typed) {
        Map<String, String> kinds = Map.of("F", "frontend", "B", "backend", "S", "server", "L", "listener");
        Pattern line = Pattern.compile("([FBSL])\\.\\d+\\.\\d+\\.(\\d+)\\.(.+)\\.\\d+:.(.)..?:([su]\\d+):.*");
        int separator = typed.lines()
                .filter(text -> text.matches("[FBSL]\\.\\d+\\.\\d+\\.\\d+\\.-\\..*"))
                .mapToInt(text -> Integer.parseInt(text.split("\\.", -1)[3]))
                .findFirst()
                .orElseThrow();
        Map<String, String> families = new TreeMap<>();
        typed.lines().map(line::matcher).filter(Matcher::matches).forEach(column -> {
            if (Integer.parseInt(column.group(2)) > separator) {
                boolean counter = column.group(4).equals("C");
                String name = "haproxy_" + kinds.get(column.group(1)) + "_" + column.group(3);
                String base = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
                families.put(counter ? base + "_total" : base, counter ? "counter" : "gauge");
            }
        });
        return families;
    }
}
