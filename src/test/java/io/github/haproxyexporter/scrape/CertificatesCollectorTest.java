package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.StubSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertificatesCollectorTest {

    private static final String REFUSED = "Can't allocate memory!\n";

    @Test
    void collect_manyFiles_areAskedForInBatches() throws Exception {
        String files =
                IntStream.range(0, 45).mapToObj(i -> "/c/" + i + ".pem\n").collect(Collectors.joining());
        Dump dump = dump("7")
                .with("show ssl cert", "# filename\n" + files)
                .with("show ssl cert /", "notAfter: Dec  4 17:32:17 2026 GMT\n");
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            Map<String, Records> records = new CertificatesCollector().collect(haproxy(stub, dump));

            assertThat(records.get(CertificatesCollector.CERTIFICATE).size()).isEqualTo(45);
            assertThat(stub.commands()).hasSize(5).element(4).asString().startsWith("show ssl cert /c/40.pem;");
        }
    }

    @Test
    void collect_refused_namesLevelAndFlag() {
        Dump dump = dump("7").with("show ssl cert", REFUSED);
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            HaproxyException e = catchThrowableOfType(
                    HaproxyException.class, () -> new CertificatesCollector().collect(haproxy(stub, dump)));

            assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
            assertThat(e).hasMessageContaining("level operator").hasMessageContaining("--no-collector.certificates");
        }
    }

    @Test
    void collect_refusedWithoutTls_isNoFailure() throws Exception {
        Dump dump = dump("0").with("show ssl cert", REFUSED);
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            Map<String, Records> records = new CertificatesCollector().collect(haproxy(stub, dump));

            assertThat(records.values())
                    .allSatisfy(each -> assertThat(each.size()).isZero());
        }
    }

    private static Dump dump(String tlsConnections) {
        return Dump.of("# pxname,svname,type,\n")
                .with("show info", "Name: HAProxy\nVersion: 2.6.12\nPid: 1\nCumSslConns: " + tlsConnections + "\n");
    }

    private static Collector.Conversation haproxy(StubSocket stub, Dump dump) {
        return new Collector.Conversation(
                HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 20, true)),
                Deadline.in(Duration.ofMinutes(1)),
                Snapshots.read(dump, SnapshotRequest.everything()),
                MemoryBudget.unlimited().open(true, () -> true));
    }
}
