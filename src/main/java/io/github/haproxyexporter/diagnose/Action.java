package io.github.haproxyexporter.diagnose;

/**
 * Something to do.
 *
 * @param why one clause
 * @param command to be pasted into a shell, or the configuration line to write
 */
public record Action(String why, String command) {}
