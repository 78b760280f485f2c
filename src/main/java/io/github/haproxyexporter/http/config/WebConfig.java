package io.github.haproxyexporter.http.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The whole file.
 *
 * @param tls empty when plain HTTP is served
 * @param headers set on every answer
 * @param users their passwords' hashes; empty when nobody is asked for a password
 */
public record WebConfig(
        Optional<TlsSettings> tls,
        Map<String, String> headers,
        Map<String, BcryptHash> users,
        Optional<RateLimit> rateLimit) {

    /**
     * How often requests may come.
     *
     * @param interval time between two requests
     * @param burst requests that may come at once after a rest
     */
    public record RateLimit(Duration interval, int burst) {}
}
