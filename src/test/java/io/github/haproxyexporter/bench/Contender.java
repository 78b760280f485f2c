package io.github.haproxyexporter.bench;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/**
 * Something that answers scrapes of the one HAProxy.
 *
 * @param ours whether it is this exporter, whose answers are judged by the strict parser
 * @param process of the exporter; HAProxy's where that answers itself
 */
record Contender(String name, boolean ours, URI uri, ProcFigures process, Set<Variant> variants) {

    static final String GO = "go exporter";
    static final String HAPROXY = "haproxy's own";

    static Contender haproxy(String url, long pid) {
        return new Contender(HAPROXY, false, URI.create(url), new ProcFigures(pid), EnumSet.of(Variant.PLAIN));
    }

    static Contender go(String url, long pid) {
        return new Contender(GO, false, URI.create(url), new ProcFigures(pid), EnumSet.of(Variant.PLAIN, Variant.GZIP));
    }

    static Contender ours(String name, String url, long pid) {
        return new Contender(name, true, URI.create(url), new ProcFigures(pid), EnumSet.allOf(Variant.class));
    }

    boolean isHaproxy() {
        return name.equals(HAPROXY);
    }
}
