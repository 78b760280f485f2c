package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.ServerView;
import java.util.List;

/**
 * What a person asked about.
 *
 * @param names backends and {@code backend/server}; none for everything
 */
public record Wanted(List<String> names) {

    public Wanted {
        names = List.copyOf(names);
    }

    public static Wanted everything() {
        return new Wanted(List.of());
    }

    /** Whether exactly this server was named, so that it is described whatever its state. */
    public boolean names(ServerView server) {
        return names.contains(server.name());
    }

    /** Whether exactly this backend was named. */
    public boolean names(BackendView backend) {
        return names.contains(backend.name());
    }

    public boolean includes(ServerView server) {
        return names.isEmpty() || names.contains(server.backend()) || names(server);
    }

    public boolean includes(BackendView backend) {
        return names.isEmpty()
                || names(backend)
                || backend.servers().stream().anyMatch(server -> names.contains(server.name()));
    }
}
