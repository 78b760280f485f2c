package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Reads answers as they come over a connection. */
final class Answers {

    /** Reads records from a scanner. */
    @FunctionalInterface
    interface Reading<T> {
        T read(RecordScanner scanner) throws IOException;
    }

    private Answers() {}

    static <T> T of(String answer, Reading<T> reading) throws HaproxyException {
        return of(answer.getBytes(StandardCharsets.UTF_8), reading);
    }

    static <T> T of(byte[] answer, Reading<T> reading) throws HaproxyException {
        try (StubSocket stub = StubSocket.unix(StubScript.sending(answer))) {
            return client(stub.uri()).exchange(List.of("show stat"), soon(), in -> reading.read(new RecordScanner(in)));
        }
    }

    /** The records that a parser makes of an answer. */
    static Records records(String answer, HaproxyClient.AnswerReader<Records> parser) throws HaproxyException {
        try (StubSocket stub = StubSocket.unix(StubScript.sending(answer.getBytes(StandardCharsets.UTF_8)))) {
            return client(stub.uri()).exchange(List.of("show"), soon(), parser);
        }
    }

    /** The table that a whole answer to {@code show stat} gives, with every column. */
    static StatTable table(String answer) throws HaproxyException {
        return table(answer.getBytes(StandardCharsets.UTF_8));
    }

    static StatTable table(byte[] answer) throws HaproxyException {
        return of(
                answer,
                scanner -> new StatReader(
                                scanner,
                                "unix:/s",
                                KnownColumns.load(),
                                name -> true,
                                new TextPool(MemoryBudget.unlimited().openCache()),
                                MemoryBudget.unlimited().open(false, () -> false),
                                0)
                        .read(true));
    }

    static HaproxyClient client(String uri) {
        return HaproxyClient.of(HaproxyAddress.parse(uri), new HaproxyClient.Options(256L << 20, true));
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
