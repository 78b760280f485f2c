package io.github.haproxyexporter.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.ParityHaproxy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The promex profile beside HAProxy's own exporter, both asked the same. */
@ParameterizedClass
@MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromexParityIT {
    @Parameter
    private HaproxyFlavor flavor;

    private ParityHaproxy parity;
    private ExporterProcess exporter;
    private PromexParameters parameters;
    private Set<String> moving;
    private Set<String> families;

    @BeforeParameterizedClassInvocation
    void start() {
        parity = ParityHaproxy.start(flavor);
        parity.traffic();
        exporter = ExporterProcess.start("--haproxy.scrape-uri=" + parity.scrapeUri(), "--metrics.profile=promex");
        parameters = PromexParameters.of(parity);
        ScrapeTraces traces = new ScrapeTraces(parity.haproxy().port("scrapes"));
        moving = new HashSet<>(traces.find(query -> Answer.of(parity.promex(query), name -> true)));
        moving.addAll(traces.find(query -> Answer.of(ours(query), name -> true)));
        families = new HashSet<>();
        for (String query : List.of("", "extra-counters")) {
            families.addAll(
                    Answer.of(parity.promex(query), name -> true).types().keySet());
        }
    }

    @AfterParameterizedClassInvocation
    void stop() {
        exporter.close();
        parity.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "scope=*",
                "scope=",
                "scope=global",
                "scope=frontend",
                "scope=listener",
                "scope=backend",
                "scope=server",
                "scope=sticktable",
                "scope=resolver",
                "scope=frontend&scope=backend&scope=sticktable",
                "scope=server&scope=&scope=global&scope=listener",
                "metrics=haproxy_server_status,haproxy_frontend_status,haproxy_backend_agg_server_status",
                "metrics=-haproxy_server_status,-haproxy_process_nbthread",
                "metrics=haproxy_server_status,haproxy_backend_status,-haproxy_backend_status",
                "metrics=haproxy_server_status,-haproxy_server_status",
                "metrics=haproxy_backend_agg_check_status&metrics=haproxy_server_weight",
                "metrics=haproxy_no_such_family",
                "metrics=",
                "no-maint",
                "no-maint=0",
                "extra-counters",
                "scope=server&scope=backend&no-maint&extra-counters",
                "scope=server&no-maint&metrics=haproxy_server_status,haproxy_server_check_status",
                "scope=frontend&extra-counters&metrics=-haproxy_frontend_status",
                "extra-counters&metrics=haproxy_frontend_h1_total_streams,haproxy_server_status",
                "extra-counters&metrics=-haproxy_frontend_h1_total_streams&scope=frontend",
                "no_such_parameter=1"
            })
    void query_sameFamiliesSeriesAndValues(String query) {
        Answer ours = Answer.of(ours(query), name -> true);
        if (!parameters.knows(query)) {
            // What this HAProxy does not know there is nothing to compare with; ours knows it and gave a valid answer.
            assertThat(ours.types()).containsKey("haproxy_up");
            return;
        }

        SideBySide both = SideBySide.read(
                () -> Answer.of(parity.promex(query), name -> true),
                () -> Answer.of(ours(query), name -> true),
                moving);

        PromexExceptions exceptions =
                new PromexExceptions(HaproxyRows.of(parity.haproxy().socket()), both.reference());
        // Of the process alone, a third is rates and what a scrape leaves behind.
        assertThat(both.steadyShare()).isGreaterThan(0.6);
        assertThat(both.differences())
                .filteredOn(difference -> !exceptions.allow(difference))
                .isEmpty();
        assertThat(nonEmpty(both.ours()).filter(families::contains))
                .as("families that the reference has, but not for this query")
                .isSubsetOf(both.reference().types().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope=no_such_scope", "scope=server,backend", "scope=Server"})
    void unknownScope_sameStatus(String query) {
        assertThat(ours(query).status())
                .isEqualTo(parity.promex(query).status())
                .isEqualTo(400);
    }

    private HttpAnswer ours(String query) {
        return exporter.scrape(query.isEmpty() ? "/metrics" : "/metrics?" + query);
    }

    private static Stream<String> nonEmpty(Answer answer) {
        return answer.samples().entrySet().stream()
                .filter(family -> !family.getValue().isEmpty())
                .map(Map.Entry::getKey);
    }
}
