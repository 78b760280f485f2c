package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyClient;
import java.time.Duration;
import java.util.Optional;

/**
 * What collectors need to know beside their target.
 *
 * @param client limits of connections to other sockets than the target's
 * @param certificatesInterval how often certificates are read
 * @param events counts what the target's ring brings, where one is followed
 */
public record CollectorSettings(
        HaproxyClient.Options client, Duration certificatesInterval, Optional<Collector> events) {}
