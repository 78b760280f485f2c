package io.github.haproxyexporter.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.haproxyexporter.parity.Difference.Kind;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.GoExporter;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ParityHaproxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The default profile beside prometheus/haproxy_exporter, both started with the same flags. */
@ParameterizedClass
@MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoParityIT {
    /** The default of its flag, as its {@code --help} prints it. */
    private static final String DEFAULT_FIELDS =
            "2,3,4,5,6,7,8,9,13,14,15,16,17,18,21,24,30,33,35,38,39,40,41,42,43,44,49,50,58,59,60,61";

    /** HAProxy's end of the connection that a scrape opened may be among the descriptors, of one exporter's scrapes or of the other's. */
    private static final String OPEN_FDS = "haproxy_process_open_fds";

    /** It takes the kernel's estimate in /proc/PID/stat, which proc(5) calls inaccurate; ours is the exact one of /proc/PID/status. */
    private static final String MEMORY = "haproxy_process_resident_memory_bytes";

    @Parameter
    private HaproxyFlavor flavor;

    private ParityHaproxy parity;

    @BeforeParameterizedClassInvocation
    void start() {
        parity = ParityHaproxy.start(flavor);
        parity.traffic();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        parity.close();
    }

    @Test
    void pidFile_everySeriesIsThere() {
        Path pidFile = parity.haproxy()
                .directory()
                .write("haproxy.pid", parity.haproxy().servingPid() + "\n");

        SideBySide both = compare("--haproxy.pid-file=" + pidFile);

        assertThat(both.reference().types())
                .as("families of the reference, which must be able to read HAProxy and its process")
                .containsKeys(
                        "haproxy_server_up",
                        MEMORY,
                        OPEN_FDS,
                        "haproxy_exporter_scrapes_total",
                        "haproxy_exporter_csv_parse_failures_total");
        assertSame(both);
        assertThat(process(both.ours(), OPEN_FDS)).isCloseTo(process(both.reference(), OPEN_FDS), within(3.0));
        assertThat(process(both.ours(), MEMORY)).isCloseTo(process(both.reference(), MEMORY), withinPercentage(10));
    }

    @Test
    void defaultFields_everySeriesIsThere() {
        assertSame(compare("--haproxy.server-metric-fields=" + DEFAULT_FIELDS));
    }

    @Test
    void fewFieldsAndExcludedStates_noOtherSeriesIsThere() {
        SideBySide both = compare(
                "--haproxy.server-metric-fields=17,18,33", "--haproxy.server-exclude-states=MAINT,no check,DRAIN");

        assertSame(both);
        assertThat(both.ours().types().keySet().stream()
                        .filter(name -> name.startsWith("haproxy_server_"))
                        .filter(name -> !both.reference().types().containsKey(name)))
                .as("further server families: what else comes from the column status")
                .containsExactlyInAnyOrder("haproxy_server_status", "haproxy_server_down_info");
    }

    private void assertSame(SideBySide both) {
        HaproxyRows rows = HaproxyRows.of(parity.haproxy().socket());
        assertThat(both.steadyShare()).isGreaterThan(0.9);
        assertThat(both.differences())
                .filteredOn(difference -> !isUnknownStatus(difference, rows))
                .isEmpty();
    }

    /**
     * It knows few of HAProxy's statuses and takes the others for down, {@code UP 49/50} and {@code DRAIN (agent)} too. Intended: who is up is up here.
     */
    private static boolean isUnknownStatus(Difference difference, HaproxyRows rows) {
        String status = rows.server(difference.label("backend"), difference.label("server"))
                .getOrDefault("status", "");
        return difference.kind() == Kind.VALUE
                && difference.family().equals("haproxy_server_up")
                && status.matches("(UP|DRAIN) .+")
                && difference.reference().equals("0")
                && difference.ours().equals("1.0");
    }

    private static double process(Answer answer, String family) {
        return answer.find(family, family + "{}").orElseThrow().value();
    }

    private SideBySide compare(String... flags) {
        List<String> all =
                new ArrayList<>(List.of("--haproxy.scrape-uri=" + parity.scrapeUri(), "--metrics.states=all"));
        all.addAll(List.of(flags));
        try (GoExporter go = GoExporter.start(parity.scrapeUri(), flags);
                ExporterProcess ours = ExporterProcess.start(all.toArray(String[]::new))) {
            return SideBySide.read(
                    () -> Answer.of(go.scrape(), GoParityIT::isCompared),
                    () -> Answer.of(ours.scrape("/metrics"), name -> true),
                    Set.of(OPEN_FDS + "{}", MEMORY + "{}"));
        }
    }

    /**
     * Not what is about its own process, not its build, which has other labels than ours, and not what it counts of the whole network
     * namespace when built with a later Go client, as in Debian 13.
     */
    private static boolean isCompared(String family) {
        return family.startsWith("haproxy_")
                && !family.startsWith("haproxy_process_network_")
                && !family.equals("haproxy_exporter_build_info");
    }
}
