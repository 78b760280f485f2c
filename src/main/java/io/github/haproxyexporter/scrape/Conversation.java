package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.Snapshot;
import java.util.List;

/**
 * What a collector may do with its HAProxy during one scrape: ask, until the scrape's deadline.
 *
 * @param snapshot what {@code show info} and {@code show stat} brought in this scrape
 */
public record Conversation(HaproxyClient client, Deadline deadline, Snapshot snapshot) {

    /**
     * Sends commands on a connection of their own.
     *
     * @param reader reads their answers, each up to the empty line that ends it
     */
    public <T> T ask(List<String> commands, HaproxyClient.AnswerReader<T> reader) throws HaproxyException {
        return client.exchange(commands, deadline, reader);
    }

    public <T> T ask(String command, HaproxyClient.AnswerReader<T> reader) throws HaproxyException {
        return ask(List.of(command), reader);
    }
}
