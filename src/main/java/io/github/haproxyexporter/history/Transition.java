package io.github.haproxyexporter.history;

/**
 * A line in which HAProxy says that a server or backend changed, or that a check ended.
 *
 * @param time as the log has it; empty when the line has none
 * @param server {@code backend/server}, or the backend alone
 * @param state {@code DOWN}, {@code UP}, {@code MAINT}, {@code DRAIN}, {@code NOLB}, {@code has no server available}, or
 *     {@code check} with its result
 * @param reason what stands after it
 */
public record Transition(String time, String server, String state, String reason) {}
