package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.Records;
import java.util.Map;

/** A collector that reads the objects of one sort from the answer to one command. */
record CommandCollector(String name, String object, Question question) implements Collector {

    /** Asks for the objects. */
    @FunctionalInterface
    interface Question {
        Records ask(Conversation haproxy) throws HaproxyException;
    }

    @Override
    public Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
        return Map.of(object, question.ask(haproxy));
    }
}
