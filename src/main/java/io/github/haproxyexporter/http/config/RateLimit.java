package io.github.haproxyexporter.http.config;

import java.time.Duration;

/**
 * How often requests may come.
 *
 * @param interval time between two requests
 * @param burst requests that may come at once after a rest
 */
public record RateLimit(Duration interval, int burst) {}
