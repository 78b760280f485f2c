package io.github.haproxyexporter.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Columns that no HAProxy of today has. */
class LaterColumnsTest {
    private static final String FAILURES = "haproxy_exporter_csv_parse_failures_total";

    private static final String TYPED = """
            F.2.0.102.seen_things.1:MCP:u64:7
            F.2.0.103.open_things_total.1:MGP:u32:3
            F.2.0.104.name_of_things.1:MNP:str:round 2.0
            """;

    /** A recorded dump with three columns more before those of the modules. */
    private static Dump later() {
        String stat = Dump.haproxy26().text("show stat");
        int headerEnd = stat.indexOf('\n');
        String header = stat.substring(0, headerEnd).replace(",-,", ",seen_things,open_things_total,name_of_things,-,");
        String rows = stat.substring(headerEnd).replace(",-,", ",18446744073709551615,3,round 2.0,-,");
        return Dump.haproxy26().with("show stat", (header + rows).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void withNatures_exportedWithTheirTypes() {
        Dump dump = later();
        String typed = TYPED;
        StubSocket haproxy = StubSocket.unix(connection -> {
            for (String command : connection.readLine().split(";", -1)) {
                connection.send(command.endsWith(" typed") ? typed + "\n" : dump.text(command.strip()));
            }
        });
        try (haproxy;
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            Map<String, Family> families = exporter.families();
            Family seen = families.get("haproxy_server_seen_things_total");
            Family open = families.get("haproxy_frontend_open_things");

            assertThat(seen.type()).isEqualTo("counter");
            assertThat(seen.samples()).isNotEmpty().allSatisfy(sample -> {
                assertThat(sample.text()).isEqualTo("18446744073709551615");
                assertThat(sample.labels()).containsOnlyKeys("backend", "server");
            });
            assertThat(open.type()).isEqualTo("gauge");
            assertThat(families.keySet()).noneMatch(name -> name.contains("name_of_things"));
            assertThat(families.get(FAILURES).value()).isZero();
            assertThat(haproxy.commands().stream().filter(command -> command.endsWith(" typed")))
                    .as("asked once for one row, not for the whole typed dump")
                    .hasSize(1);
        }
    }

    @Test
    void withoutNatures_exportedUntyped() {
        try (StubSocket haproxy = StubSocket.unix(
                        later().with("show stat 2 1 0 typed", "").script());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            Map<String, Family> families = exporter.families();

            assertThat(families.get("haproxy_server_open_things").type()).isEqualTo("untyped");
            assertThat(families.keySet()).noneMatch(name -> name.contains("name_of_things"));
            assertThat(families.get(FAILURES).value()).isZero();
            assertThat(families.get("haproxy_up").value()).isEqualTo(1);
        }
    }
}
