package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.history.Transition;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.probe.ProbeResult;
import java.util.List;
import java.util.Optional;

/**
 * Everything there is to say about what is down.
 *
 * @param backends those that serve nobody
 * @param findings what the linter has against the backends of the servers that are down
 * @param notes what could not be known
 */
public record Diagnosis(List<OfServer> servers, List<OfBackend> backends, List<Finding> findings, List<String> notes) {

    public Diagnosis {
        servers = List.copyOf(servers);
        backends = List.copyOf(backends);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether anything is down. */
    public boolean anythingDown() {
        return !servers.isEmpty() || !backends.isEmpty();
    }

    /** A server that is down. */
    public record OfServer(
            ServerView view,
            Optional<BackendView> backend,
            Verdict verdict,
            Optional<ProbeResult> probe,
            List<Transition> log,
            List<Action> actions) {
        public OfServer {
            log = List.copyOf(log);
            actions = List.copyOf(actions);
        }
    }

    /** A backend that serves nobody. */
    public record OfBackend(BackendView view, BackendCause cause) {}

    /** Why a backend serves nobody; a closed list. */
    public enum BackendCause {
        ALL_DOWN("every server is down"),
        ALL_IN_MAINTENANCE("every server is in maintenance"),
        DOWN_OR_IN_MAINTENANCE("every server is down or in maintenance"),
        NO_SERVERS("it has no servers");

        private final String meaning;

        BackendCause(String meaning) {
            this.meaning = meaning;
        }

        /** The name in texts and JSON. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public String meaning() {
            return meaning;
        }
    }
}
