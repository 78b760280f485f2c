package io.github.haproxyexporter.cli;

/** A number of things, as a flag's value; one at least. */
record Count(int number) {}
