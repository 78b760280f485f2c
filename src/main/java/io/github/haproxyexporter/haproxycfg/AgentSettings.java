package io.github.haproxyexporter.haproxycfg;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How a server's agent is asked; {@code enabled} is false when the server has no {@code agent-check}. */
public record AgentSettings(
        boolean enabled, Optional<String> addr, OptionalInt port, Duration inter, Optional<String> send) {

    static AgentSettings of(Server.Keywords keywords) throws ConfigException {
        return new AgentSettings(
                keywords.has("agent-check"),
                keywords.value("agent-addr"),
                keywords.number("agent-port"),
                keywords.duration("agent-inter").orElse(CheckSettings.DEFAULT_INTER),
                keywords.value("agent-send"));
    }
}
