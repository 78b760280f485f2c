package io.github.haproxyexporter.cli;

/** A number of bytes, as a flag's value. */
record ByteSize(long bytes) {}
