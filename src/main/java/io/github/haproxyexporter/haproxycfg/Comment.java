package io.github.haproxyexporter.haproxycfg;

/**
 * A comment that has a line to itself, directly or with further comments above a line of configuration.
 *
 * @param text what follows the hash, trimmed
 * @param next the line of configuration below it
 */
public record Comment(Origin origin, String text, Origin next) {}
