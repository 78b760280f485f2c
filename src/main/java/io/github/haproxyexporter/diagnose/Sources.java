package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known beside the statistics.
 *
 * @param haproxy the address that was asked
 * @param control a stats socket of level admin, where one is known
 * @param at when the statistics were read
 * @param uptime how long the HAProxy process runs
 * @param probing whether checks are repeated from here
 */
public record Sources(
        HaproxyAddress haproxy,
        Optional<HaproxyAddress> control,
        Optional<HaproxyConfig> config,
        TransitionLog log,
        AdminStates admin,
        Instant at,
        Optional<Duration> uptime,
        boolean probing) {

    /** What is known of the statistics alone. */
    public Sources(HaproxyAddress haproxy, Instant at) {
        this(
                haproxy,
                Optional.of(haproxy),
                Optional.empty(),
                TransitionLog.empty(),
                AdminStates.of(Records.NONE),
                at,
                Optional.empty(),
                false);
    }
}
