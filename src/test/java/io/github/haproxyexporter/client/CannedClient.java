package io.github.haproxyexporter.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A client without a connection: the commands of each exchange are answered by bytes at hand. For what needs thousands of answers. */
public final class CannedClient implements HaproxyClient {
    private final Function<List<String>, byte[]> answers;
    private final int piece;
    private final boolean takesCommands;

    private CannedClient(Function<List<String>, byte[]> answers, int piece, boolean takesCommands) {
        this.answers = answers;
        this.piece = piece;
        this.takesCommands = takesCommands;
    }

    /** A socket that answers every exchange by these bytes. */
    public static CannedClient socket(byte[] answer) {
        return new CannedClient(commands -> answer, Integer.MAX_VALUE, true);
    }

    /** A socket that answers by what the commands are. */
    public static CannedClient socket(Function<List<String>, byte[]> answers) {
        return new CannedClient(answers, Integer.MAX_VALUE, true);
    }

    /** A statistics page of these bytes. */
    public static CannedClient page(byte[] answer) {
        return new CannedClient(commands -> answer, Integer.MAX_VALUE, false);
    }

    /** The same, a read bringing at most so many bytes. */
    public CannedClient inPieces(int most) {
        return new CannedClient(answers, most, takesCommands);
    }

    @Override
    public HaproxyAddress address() {
        return new HaproxyAddress.Unix(Path.of("/canned"));
    }

    @Override
    public boolean takesCommands() {
        return takesCommands;
    }

    @Override
    public <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        InputStream bytes = new Pieces(answers.apply(commands), piece);
        try {
            return reader.read(new AnswerStream(bytes, "unix:/canned", deadline, millis -> {}, Long.MAX_VALUE, 0));
        } catch (HaproxyException e) {
            throw e;
        } catch (IOException e) {
            throw new HaproxyException(ErrorKind.TRUNCATED, "unix:/canned broke", e);
        }
    }

    /** Gives what it has in small pieces, as sockets do. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, piece));
        }
    }
}
