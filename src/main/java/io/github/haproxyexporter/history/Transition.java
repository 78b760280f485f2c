package io.github.haproxyexporter.history;

/**
 * A line in which HAProxy says that a server changed.
 *
 * @param time as the log has it; empty when the line has none
 * @param server {@code backend/server}
 * @param state {@code DOWN}, {@code UP}, {@code maintenance}, {@code ready} …, as HAProxy words it
 * @param reason what stands after it
 */
public record Transition(String time, String server, String state, String reason) {}
