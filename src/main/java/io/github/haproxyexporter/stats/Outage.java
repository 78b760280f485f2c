package io.github.haproxyexporter.stats;

/**
 * Why a server is down.
 *
 * @param checkStatus the status of the check that took it down, such as {@code L4CON}, or the empty text
 * @param checkCode the code of that check, or the empty text
 * @param reason the reason as one line
 */
record Outage(String checkStatus, String checkCode, String reason) {}
