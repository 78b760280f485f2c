package io.github.haproxyexporter.exposition;

/** A part of an exposition: lines of one sort, numbered. Immutable. */
interface Section {

    int lines();

    /**
     * The exact length of all lines in bytes.
     *
     * @param values a buffer for the values that are looked at, of {@link Chunk#VALUES}
     */
    long length(long[] values);

    /** The most bytes that a line can take. */
    int longestLine();

    /** Appends lines until there may be no room for another, and returns the number of the first that is left. */
    int write(int from, Chunk chunk);
}
