package io.github.haproxyexporter.haproxycfg;

/**
 * Where something was written.
 *
 * @param file the file's name as it was given to the reader
 * @param line counted from 1
 */
public record Origin(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
