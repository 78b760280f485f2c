package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.Snapshot;
import java.util.List;

/**
 * What a collector may do with its HAProxy during one scrape: ask, until the scrape's deadline.
 *
 * @param snapshot what {@code show info} and {@code show stat} brought in this scrape
 * @param memory what the answers take their memory from
 */
public record Conversation(HaproxyClient client, Deadline deadline, Snapshot snapshot, MemoryBudget.Share memory) {

    /** Bytes of an answer that is being read, for each of its bytes. */
    private static final long READING = 4;

    /**
     * Sends commands on a connection of their own.
     *
     * @param reader reads their answers, each up to the empty line that ends it
     */
    public <T> T ask(List<String> commands, HaproxyClient.AnswerReader<T> reader) throws HaproxyException {
        try {
            return client.exchange(commands, deadline, in -> {
                in.onRead(bytes -> memory.take(READING * bytes));
                T answer = reader.read(in);
                memory.take(-READING * in.count());
                return answer;
            });
        } catch (MemoryBudget.ExhaustedException e) {
            throw new HaproxyException(
                    ErrorKind.TOO_LARGE,
                    "asking " + client.address() + ": the answer to '" + commands.get(0)
                            + "' needs more memory than is left for scrapes; give the JVM more by -Xmx",
                    e);
        }
    }

    public <T> T ask(String command, HaproxyClient.AnswerReader<T> reader) throws HaproxyException {
        return ask(List.of(command), reader);
    }
}
