package io.github.haproxyexporter.haproxycfg;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one HAProxy's configuration says about servers, checks and stats sockets.
 *
 * @param globals the last setting of each keyword of the global sections, and the line that opens the first one
 * @param resolvers the names of the resolvers sections
 * @param proxies in the order of the files
 * @param notes what could not be known and what was assumed
 * @param comments the comments directly above a line
 */
public record HaproxyConfig(
        Map<String, Setting> globals,
        List<String> resolvers,
        List<Proxy> proxies,
        List<StatsSocket> statsSockets,
        List<Note> notes,
        List<Comment> comments) {

    public HaproxyConfig {
        globals = Map.copyOf(globals);
        resolvers = List.copyOf(resolvers);
        proxies = List.copyOf(proxies);
        statsSockets = List.copyOf(statsSockets);
        notes = List.copyOf(notes);
        comments = List.copyOf(comments);
    }

    /** The backend or listen section of this name. */
    public Optional<Proxy> backend(String name) {
        return proxies.stream()
                .filter(proxy ->
                        proxy.kind() != Proxy.Kind.FRONTEND && proxy.name().equals(name))
                .findFirst();
    }

    public Optional<Server> server(String backend, String server) {
        return backend(backend).flatMap(proxy -> proxy.server(server));
    }
}
