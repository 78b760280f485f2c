package io.github.haproxyexporter.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A HAProxy that is only its recorded answers, in pieces as its socket gives them: for benchmarks, which no other process is to disturb. */
public final class RecordedClient implements HaproxyClient {

    private static final int PIECE = 16_384;

    private final byte[] answer;

    /** A client whose every exchange brings that answer. */
    public RecordedClient(String answer) {
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HaproxyAddress address() {
        return HaproxyAddress.parse("unix:/recorded");
    }

    @Override
    public boolean takesCommands() {
        return true;
    }

    @Override
    public <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        ByteArrayInputStream pieces = new ByteArrayInputStream(answer) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, PIECE));
            }
        };
        try {
            return reader.read(new AnswerStream(pieces, "recorded", deadline, millis -> {}, Long.MAX_VALUE, 0));
        } catch (HaproxyException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
