package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.Records;
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
}
