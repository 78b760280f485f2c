package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.Snapshot;
import java.util.List;
import java.util.Map;

/**
 * One kind of data that HAProxy is asked for beside {@code show info} and {@code show stat}. There is an instance for each target, so
 * that a collector may remember what it read. One that fails costs its own families and never the scrape.
 */
public interface Collector {

    /** The name in {@code --collector.NAME}, in {@code collect[]=NAME} and in the label {@code collector}. */
    String name();

    /** The columns of texts in {@code show stat} that it needs of servers. */
    default List<String> columns() {
        return List.of();
    }

    /**
     * Reads its objects. May be called by several threads at the same time.
     *
     * @return the records of each object
     * @throws HaproxyException when HAProxy does not answer, or not with what was asked for
     */
    Map<String, Records> collect(Conversation haproxy) throws HaproxyException;

    /**
     * What a collector may do with its HAProxy during one scrape: ask, until the scrape's deadline.
     *
     * @param snapshot what {@code show info} and {@code show stat} brought in this scrape
     * @param memory what the answers take their memory from
     */
    record Conversation(HaproxyClient client, Deadline deadline, Snapshot snapshot, MemoryBudget.Share memory) {

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
}
