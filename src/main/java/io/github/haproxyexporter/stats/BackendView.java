package io.github.haproxyexporter.stats;

import java.util.List;
import java.util.function.Function;

/**
 * What {@code show stat} says of a backend and its servers.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param http whether it speaks HTTP, so that HAProxy itself can answer a client
 */
public record BackendView(String name, String status, boolean http, List<ServerView> servers) {

    public BackendView {
        servers = List.copyOf(servers);
    }

    /** Whether no new client gets to a server. A backend without servers answers by itself while it is UP. */
    public boolean servesNobody() {
        return status.startsWith("DOWN")
                || (!servers.isEmpty() && servers.stream().noneMatch(ServerView::serves));
    }

    /** The servers of that kind, active ones or backups. */
    public long count(boolean backup) {
        return servers.stream().filter(server -> server.backup() == backup).count();
    }

    /** The servers of that kind that take new clients. */
    public long left(boolean backup) {
        return servers.stream()
                .filter(server -> server.backup() == backup && server.serves())
                .count();
    }

    /**
     * Whether it is one of the slots of a {@code server-template} that there are more of than addresses.
     *
     * @param fqdn the name that a server's address is of; empty when it is not known
     */
    public boolean isSpare(ServerView slot, Function<ServerView, String> fqdn) {
        return slot.unresolved()
                && servers.stream()
                        .anyMatch(other -> !other.unresolved()
                                && prefix(other.server()).equals(prefix(slot.server()))
                                && fqdn.apply(other).equals(fqdn.apply(slot)));
    }

    private static String prefix(String server) {
        int end = server.length();
        while (end > 0 && Character.isDigit(server.charAt(end - 1))) {
            end--;
        }
        return server.substring(0, end);
    }

    public long in(ServerState state) {
        return servers.stream().filter(server -> server.state() == state).count();
    }
}
