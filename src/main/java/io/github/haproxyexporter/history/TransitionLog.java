package io.github.haproxyexporter.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last transitions of each server, from a log in the classic syslog form, RFC 5424, journalctl's or HAProxy's own. */
public final class TransitionLog {
    private static final int KEPT = 5;
    /** No line of HAProxy's is longer; what is longer is no log, and must not fill the memory. */
    private static final int LONGEST_LINE = 65_536;

    private static final Pattern CHANGE = Pattern.compile(
            "(?:Backup s|S)erver ([A-Za-z0-9_.:-]+/[A-Za-z0-9_.:-]+) (?:is|was) (?:going )?(DOWN|UP|UP/READY|MAINT|DRAIN|READY|STOPPING|NOLB)\\b"
                    + "(?:/READY)?[ ,]*(.*)");
    private static final Pattern CHECK_FAILED = Pattern.compile(
            "Health check for (?:backup )?server ([A-Za-z0-9_.:-]+/[A-Za-z0-9_.:-]+) (failed|succeeded), (.*)");
    private static final Pattern RFC5424 = Pattern.compile(
            "^(?:<\\d{1,3}>)?1? ?(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?) ");
    private static final Pattern CLASSIC =
            Pattern.compile("^(?:<\\d{1,3}>)?([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) ");

    private final Map<String, Deque<Transition>> byServer = new HashMap<>();

    private TransitionLog() {}

    public static TransitionLog empty() {
        return new TransitionLog();
    }

    /** Reads a whole log; lines about anything else are passed over. */
    public static TransitionLog read(BufferedReader reader) throws IOException {
        TransitionLog log = new TransitionLog();
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                log.take(line.toString());
                line.setLength(0);
            } else if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        log.take(line.toString());
        return log;
    }

    /** The last transitions of a server, the latest last. */
    public List<Transition> of(String server) {
        Deque<Transition> found = byServer.get(server);
        return found == null ? List.of() : List.copyOf(found);
    }

    private void take(String line) {
        parse(line).ifPresent(transition -> {
            Deque<Transition> kept = byServer.computeIfAbsent(transition.server(), server -> new ArrayDeque<>());
            kept.addLast(transition);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        });
    }

    static Optional<Transition> parse(String line) {
        Matcher change = CHANGE.matcher(line);
        if (change.find()) {
            return Optional.of(new Transition(time(line), change.group(1), change.group(2), reason(change.group(3))));
        }
        Matcher check = CHECK_FAILED.matcher(line);
        if (check.find()) {
            return Optional.of(
                    new Transition(time(line), check.group(1), "check " + check.group(2), reason(check.group(3))));
        }
        return Optional.empty();
    }

    private static String time(String line) {
        Matcher rfc5424 = RFC5424.matcher(line);
        if (rfc5424.find()) {
            return rfc5424.group(1);
        }
        Matcher classic = CLASSIC.matcher(line);
        return classic.find() ? classic.group(1) : "";
    }

    /** Without the counts of servers and sessions that end such lines, and without control characters. */
    private static String reason(String rest) {
        String text = rest.replaceFirst("\\.? *\\d+ active and \\d+ backup servers? (?:left|online).*$", "")
                .replaceFirst("^reason: ", "")
                .replaceAll("\\p{Cntrl}", ".")
                .strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
