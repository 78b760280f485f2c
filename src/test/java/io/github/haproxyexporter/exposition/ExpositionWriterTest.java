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

class ExpositionWriterTest {

    private static List<Family> families = List.of();

    private final ExpositionWriter writer = new ExpositionWriter();

    @BeforeAll
    static void readFamilies() {
        families = Snapshots.families(Dump.of(WideDump.stat(800)), Profile.PROMEX);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void toBytes_manyChunks_isWhatTheParserTakes(Format format) {
        Exposition exposition = new Exposition(families, format);
        byte[] all = exposition.toBytes();

        assertThat(all).hasSize((int) exposition.length()).hasSizeGreaterThan(5 * Chunk.SIZE);
        if (format == Format.OPEN_METRICS) {
            ExpositionParser.openMetrics(
                    (new String(all, StandardCharsets.UTF_8) + "# EOF\n").getBytes(StandardCharsets.UTF_8));
        } else {
            assertThat(ExpositionParser.text(all).get("haproxy_server_weight").samples())
                    .hasSize(800);
        }
    }

    @Test
    void write_alone_isWhole() throws IOException {
        assertThat(written(families)).isEqualTo(whole(families));
        assertThat(written(families.subList(0, 2))).isEqualTo(whole(families.subList(0, 2)));
        assertThat(written(List.of())).isEmpty();
    }

    @Test
    void prepare_sameRead_sharesLabels() {
        MemoryBudget.Share first = MemoryBudget.unlimited().open(false, () -> false);
        MemoryBudget.Share second = MemoryBudget.unlimited().open(false, () -> false);
        Exposition one = writer.prepare(families, Format.TEXT, first);
        Exposition other = writer.prepare(families, Format.OPEN_METRICS, second);

        assertThat(second.bytes()).isEqualTo(2L * Chunk.SIZE).isLessThan(first.bytes());
        assertThat(other.length()).isLessThan(one.length());
        assertThat(one.toBytes()).isEqualTo(whole(families));
    }

    @Test
    void write_compressed_isOneGzipMember() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipStream zipped = new GzipStream(out)) {
            writer.write(new Exposition(families, Format.TEXT), zipped);
            zipped.finish();
        }

        // Also checks the sum at its end.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(whole(families));
        }
    }

    @Test
    void write_manyAtOnce_allAreWhole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                List<Future<byte[]>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    List<Family> mine = families.subList(i, families.size());
                    answers.add(threads.submit(() -> written(mine)));
                }
                for (int i = 0; i < 8; i++) {
                    assertThat(answers.get(i).get()).isEqualTo(whole(families.subList(i, families.size())));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void close_endsTheHelper_andWritingGoesOnWithoutIt() throws IOException {
        Set<Thread> others = helpers();
        written(families);
        Set<Thread> mine = helpers();
        mine.removeAll(others);
        assertThat(mine).singleElement().matches(Thread::isDaemon);

        writer.close();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> mine.stream().noneMatch(Thread::isAlive));
        assertThat(written(families)).isEqualTo(whole(families));
    }

    @Test
    void write_clientGone_leavesTheOthersTheirs() throws IOException {
        assertThatThrownBy(() -> writer.write(new Exposition(families, Format.TEXT), new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("gone");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");

        assertThat(written(families)).isEqualTo(whole(families));
    }

    /** What is kept of an answer, its labels, is counted: as many slow readers as may be must not take all memory. */
    @Test
    void prepare_moreThanTheBudget_isRefused() {
        MemoryBudget.Share memory = new MemoryBudget(1 << 18).open(false, () -> true);

        assertThatThrownBy(() -> writer.prepare(families, Format.TEXT, memory))
                .isInstanceOf(MemoryBudget.ExhaustedException.class);
    }

    private static Set<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("encode"))
                .collect(Collectors.toSet());
    }

    private byte[] written(List<Family> sent) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(new Exposition(sent, Format.TEXT), out);
        return out.toByteArray();
    }

    private static byte[] whole(List<Family> sent) {
        return new Exposition(sent, Format.TEXT).toBytes();
    }
}
