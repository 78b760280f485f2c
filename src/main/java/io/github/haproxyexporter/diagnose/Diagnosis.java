package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.history.Transition;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.ServerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything there is to say.
 *
 * @param outlook what the statistics alone say
 * @param findings what the linter has against the backends of the servers that are down
 * @param notes what could not be known
 */
public record Diagnosis(Outlook outlook, List<Group> groups, List<Finding> findings, List<String> notes) {

    public Diagnosis {
        groups = List.copyOf(groups);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether a server is down or a backend serves nobody. */
    public boolean anythingDown() {
        return outlook.down() > 0 || !outlook.dead().isEmpty();
    }

    /**
     * Whether clients are affected.
     *
     * @param down how many servers are down
     * @param dead the backends that serve nobody
     * @param weakened the others that have a server down
     */
    public record Outlook(int down, List<OfBackend> dead, List<BackendView> weakened) {
        public Outlook {
            dead = List.copyOf(dead);
            weakened = List.copyOf(weakened);
        }
    }

    /**
     * Servers of one cause that fell within the same seconds.
     *
     * @param actions what to do about all of them
     */
    public record Group(Cause cause, List<OfServer> servers, List<Action> actions) {
        public Group {
            servers = List.copyOf(servers);
            actions = List.copyOf(actions);
        }

        public OfServer first() {
            return servers.get(0);
        }

        public List<String> backends() {
            return servers.stream()
                    .map(server -> server.facts().view().backend())
                    .distinct()
                    .toList();
        }
    }

    /**
     * One server.
     *
     * @param since when its state changed
     * @param sinceStart whether that is when the HAProxy process began: what was before is not known
     */
    public record OfServer(
            ServerFacts facts, Verdict verdict, Optional<Instant> since, boolean sinceStart, List<Transition> log) {
        public OfServer {
            log = List.copyOf(log);
        }

        static OfServer of(ServerFacts facts, Verdict verdict, Sources sources) {
            ServerView view = facts.view();
            Optional<Duration> age =
                    view.since().stream().mapToObj(Duration::ofSeconds).findFirst();
            boolean sinceStart = age.isPresent()
                    && sources.uptime()
                            .filter(uptime -> age.get().compareTo(uptime.minusSeconds(2)) >= 0)
                            .isPresent();
            return new OfServer(
                    facts,
                    verdict,
                    age.map(sources.at()::minus),
                    sinceStart,
                    sources.log().of(view.name()));
        }
    }

    /** A backend that serves nobody. */
    public record OfBackend(BackendView view, BackendCause cause) {}

    /** Why a backend serves nobody; a closed list. */
    public enum BackendCause {
        ALL_DOWN("every server is down"),
        ALL_IN_MAINTENANCE("every server is in maintenance"),
        ALL_DRAINED("every server is drained"),
        DOWN_OR_OUT_OF_SERVICE("every server is down, in maintenance or drained"),
        NO_SERVERS("it has no servers");

        private final String meaning;

        BackendCause(String meaning) {
            this.meaning = meaning;
        }

        /** The name in texts and JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String meaning() {
            return meaning;
        }
    }
}
