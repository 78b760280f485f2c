package io.github.haproxyexporter.scrape;

import java.util.List;

/** Tells which targets there are. Asked at each scrape. */
@FunctionalInterface
public interface TargetSource {

    /** The targets of this moment, whose names all differ, in the order in which they are served. */
    List<Target> targets();
}
