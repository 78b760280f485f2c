package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyClient.AnswerReader;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.Records;
import java.util.Map;
import java.util.Set;

/** A collector that sends one command at every scrape and reads the objects of one sort from its answer. */
record CommandCollector(String name, String object, String command, AnswerReader<Records> reader) implements Collector {

    @Override
    public Set<String> objects() {
        return Set.of(object);
    }

    @Override
    public Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
        return Map.of(object, haproxy.ask(command, reader));
    }
}
