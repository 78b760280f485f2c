package io.github.haproxyexporter.client;

import java.io.IOException;
import java.util.List;

/** A way to ask one HAProxy. Safe for use by several threads; every exchange has a connection of its own. */
public interface HaproxyClient {

    /** Reads what came back. The stream must not be kept. */
    @FunctionalInterface
    interface AnswerReader<T> {
        T read(AnswerStream answers) throws IOException;
    }

    /**
     * Limits and habits of a connection.
     *
     * @param maxResponseBytes the most bytes that one exchange may bring back
     * @param verifyTls whether an https address must show a certificate that is trusted and names the host
     */
    record Options(long maxResponseBytes, boolean verifyTls) {}

    HaproxyAddress address();

    /** Whether commands other than {@code show stat} can be asked: a statistics page over HTTP knows only that one. */
    default boolean takesCommands() {
        return !(address() instanceof HaproxyAddress.Http);
    }

    /**
     * Sends the commands over one connection and reads their answers from it, in order. Over a stats socket each answer ends
     * with an empty line (HAProxy's management guide, 9.3); over HTTP there is one answer, that ends with the body.
     *
     * @throws HaproxyException when HAProxy could not be reached, or its answer could not be read completely before the deadline
     */
    <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException;

    /**
     * Like {@link #exchange}, for commands of which the last one goes on to answer: there is no limit to what it brings, and the reader
     * extends the deadline for as long as it wants more. Interrupting the thread ends it.
     */
    default <T> T follow(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        throw new HaproxyException(
                ErrorKind.PROTOCOL,
                "following " + address() + ": only a stats socket can be followed, unix:/path or tcp://host:port");
    }

    /** The client for an address. */
    static HaproxyClient of(HaproxyAddress address, Options options) {
        if (address instanceof HaproxyAddress.Http http) {
            return new HttpStatsClient(http, options);
        }
        return new SocketClient(address, options);
    }
}
