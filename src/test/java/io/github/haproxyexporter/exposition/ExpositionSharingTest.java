package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.WideDump;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionSharingTest {
    private final MemoryBudget.Share memory = MemoryBudget.unlimited().open(false, () -> false);

    private static final byte[] BEFORE = "before\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "after\n".getBytes(StandardCharsets.US_ASCII);

    private static List<Family> families = List.of();

    @BeforeAll
    static void readFamilies() {
        families = Snapshots.families(Dump.of(WideDump.stat(800)), Profile.PROMEX);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void toBytes_manyPieces_isWhatTheParserTakes(Format format) {
        Exposition exposition = new Exposition(families, format);
        byte[] all = exposition.toBytes();

        assertThat(exposition.pieces()).isGreaterThan(20);
        assertThat(all).hasSize((int) exposition.length());
        if (format == Format.OPEN_METRICS) {
            ExpositionParser.openMetrics(
                    (new String(all, StandardCharsets.UTF_8) + "# EOF\n").getBytes(StandardCharsets.UTF_8));
        } else {
            assertThat(ExpositionParser.text(all).get("haproxy_server_weight").samples())
                    .hasSize(800);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void write_alone_isWhole(boolean gzip) throws IOException {
        assertThat(send(new ExpositionSharing(MemoryBudget.unlimited()), gzip)).isEqualTo(whole());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void write_manyAtOnce_allAreWhole(boolean gzip) throws Exception {
        ExpositionSharing sharing = new ExpositionSharing(MemoryBudget.unlimited());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                List<Future<byte[]>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    answers.add(threads.submit(() -> send(sharing, gzip)));
                }
                for (Future<byte[]> answer : answers) {
                    assertThat(answer.get()).isEqualTo(whole());
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void write_meanwhileInAnotherWay_isNotMixedUp() throws IOException {
        ExpositionSharing sharing = new ExpositionSharing(MemoryBudget.unlimited());
        List<Family> others = families.subList(0, 5);
        try (ExpositionSharing.Sending open = sharing.open(families, Format.TEXT, false, memory);
                ExpositionSharing.Sending same = sharing.open(families, Format.TEXT, false, memory)) {
            for (Format format : Format.values()) {
                for (boolean gzip : new boolean[] {true, false}) {
                    assertThat(send(sharing, families, format, gzip)).isEqualTo(whole(families, format));
                    assertThat(send(sharing, others, format, gzip)).isEqualTo(whole(others, format));
                }
            }
            assertThat(written(open)).isEqualTo(whole());
            assertThat(written(same)).isEqualTo(whole());
        }
    }

    @Test
    void close_byTheLast_forgetsTheFamilies() throws IOException {
        ExpositionSharing sharing = new ExpositionSharing(MemoryBudget.unlimited());
        WeakReference<List<Family>> reading = sentOnce(sharing);

        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(reading.get()).isNull();
        });
        assertThat(send(sharing, false)).isEqualTo(whole());
    }

    @Test
    void close_endsTheHelper_andSendersGoOnWithoutIt() throws IOException {
        Set<Thread> others = helpers();
        ExpositionSharing sharing = new ExpositionSharing(MemoryBudget.unlimited());
        send(sharing, false);
        Set<Thread> mine = helpers();
        mine.removeAll(others);
        assertThat(mine).singleElement().matches(Thread::isDaemon);

        sharing.close();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> mine.stream().noneMatch(Thread::isAlive));
        assertThat(send(sharing, false)).isEqualTo(whole());
    }

    private static Set<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("encode"))
                .collect(Collectors.toSet());
    }

    @Test
    void write_clientGone_leavesTheOthersTheirs() throws IOException {
        ExpositionSharing sharing = new ExpositionSharing(MemoryBudget.unlimited());
        try (ExpositionSharing.Sending sending = sharing.open(families, Format.TEXT, false, memory)) {
            assertThatThrownBy(() -> sending.write(BEFORE, AFTER, new OutputStream() {
                        @Override
                        public void write(int octet) throws IOException {
                            throw new IOException("gone");
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
            assertThat(send(sharing, false)).isEqualTo(whole());
        }
        assertThat(send(sharing, true)).isEqualTo(whole());
    }

    private static WeakReference<List<Family>> sentOnce(ExpositionSharing sharing) throws IOException {
        List<Family> reading = new ArrayList<>(families);
        send(sharing, reading, Format.TEXT, true);
        send(sharing, reading, Format.TEXT, false);
        return new WeakReference<>(reading);
    }

    private static byte[] send(ExpositionSharing sharing, boolean gzip) throws IOException {
        return send(sharing, families, Format.TEXT, gzip);
    }

    private static byte[] send(ExpositionSharing sharing, List<Family> sent, Format format, boolean gzip)
            throws IOException {
        byte[] written;
        try (ExpositionSharing.Sending sending =
                sharing.open(sent, format, gzip, MemoryBudget.unlimited().open(false, () -> false))) {
            written = written(sending);
            if (!gzip) {
                assertThat(written).hasSize((int) (BEFORE.length + sending.length() + AFTER.length));
                return written;
            }
        }
        // Also checks the sum at its end.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(written))) {
            return in.readAllBytes();
        }
    }

    private static byte[] written(ExpositionSharing.Sending sending) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sending.write(BEFORE, AFTER, out);
        return out.toByteArray();
    }

    private static byte[] whole() {
        return whole(families, Format.TEXT);
    }

    private static byte[] whole(List<Family> sent, Format format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(BEFORE);
        out.writeBytes(new Exposition(sent, format).toBytes());
        out.writeBytes(AFTER);
        return out.toByteArray();
    }
}
