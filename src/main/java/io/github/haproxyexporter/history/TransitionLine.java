package io.github.haproxyexporter.history;

import io.github.haproxyexporter.text.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one line of HAProxy's log, in the classic syslog form, RFC 5424, journalctl's, a ring's or HAProxy's own on standard
 * error. HAProxy's message must begin where the header of that form ends: a traffic log repeats what clients send, such as a
 * User-Agent that reads like a state change.
 */
final class TransitionLine {
    /** HAProxy's messages about servers are shorter; what follows would only cost time. */
    private static final int LONGEST = 2048;

    private static final String PRIORITY = "^(?:<\\d{1,3}>)?";
    private static final String ISO_TIME =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?";
    private static final String CLASSIC_TIME = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d";

    /** Each has the time and the message as its groups. No two repetitions overlap: a hostile line costs its length. */
    private static final List<Pattern> HEADERS = List.of(
            Pattern.compile(PRIORITY + "1 (" + ISO_TIME + ") \\S++ \\S++ \\S++ \\S++ (?:-|\\[[^\\]]*+\\]) (.*)"),
            Pattern.compile(PRIORITY + "(" + ISO_TIME + "|" + CLASSIC_TIME
                    + ") (?:[^\\s\\[]++(?<!:) )?[^\\s:\\[\\]]++(?:\\[\\d++\\])?: (.*)"),
            Pattern.compile(PRIORITY + "(?:(" + ISO_TIME + ") )?(.*)"));

    private static final Pattern LEVEL = Pattern.compile("^\\[[A-Z]++\\] ++(?:\\d++/\\d++ ++)?\\(\\d++\\) : ");
    private static final String NAME = "([A-Za-z0-9_.:-]++/[A-Za-z0-9_.:-]++)";
    private static final Pattern SERVER = Pattern.compile("(?:Backup )?Server " + NAME + "(?: \\('[^']*+'\\))? (.*)");
    private static final Pattern CHECK = Pattern.compile(
            "(?:Health|Agent) check for (?:backup )?server " + NAME + " ((?:conditionally )?succeeded|failed), (.*)");
    private static final Pattern BACKEND =
            Pattern.compile("(?:backend|proxy) ([A-Za-z0-9_.:-]++) (has no server available)!");

    /** The words after a server's name and the state that they announce. A longer one stands before its beginning. */
    private static final List<Map.Entry<String, String>> WORDINGS = List.of(
            Map.entry("is UP/DRAIN", "DRAIN"),
            Map.entry("is UP", "UP"),
            Map.entry("is DOWN", "DOWN"),
            Map.entry("is stopping", "NOLB"),
            Map.entry("enters drain state", "DRAIN"),
            Map.entry("is leaving forced drain but", "DRAIN"),
            Map.entry("remains in forced drain mode", "DRAIN"),
            Map.entry("is going DOWN for maintenance", "MAINT"),
            Map.entry("was DOWN and now enters maintenance", "MAINT"),
            Map.entry("is leaving forced maintenance but", "MAINT"),
            Map.entry("resolves again but remains in maintenance", "MAINT"),
            Map.entry("remains in forced maintenance", "MAINT"));

    private TransitionLine() {}

    /** The state change or check result that a line reports; empty for a line about anything else. */
    static Optional<Transition> parse(String whole) {
        if (!whole.contains("erver ")) {
            return Optional.empty();
        }
        String line = whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
        for (Pattern header : HEADERS) {
            Matcher matcher = header.matcher(line);
            if (matcher.lookingAt()) {
                String time = matcher.group(1) == null ? "" : matcher.group(1);
                return message(time, LEVEL.matcher(matcher.group(2)).replaceFirst(""));
            }
        }
        return Optional.empty();
    }

    private static Optional<Transition> message(String time, String text) {
        Matcher server = SERVER.matcher(text);
        if (server.lookingAt()) {
            String words = server.group(2);
            return WORDINGS.stream()
                    .filter(wording -> words.startsWith(wording.getKey()))
                    .findFirst()
                    .map(wording -> new Transition(
                            time,
                            server.group(1),
                            wording.getValue(),
                            reason(words.substring(wording.getKey().length()))));
        }
        Matcher check = CHECK.matcher(text);
        if (check.lookingAt()) {
            return Optional.of(new Transition(time, check.group(1), "check " + check.group(2), reason(check.group(3))));
        }
        Matcher backend = BACKEND.matcher(text);
        return backend.lookingAt()
                ? Optional.of(new Transition(time, backend.group(1), backend.group(2), ""))
                : Optional.empty();
    }

    /** Without the counts of servers and sessions that end such a line. */
    private static String reason(String rest) {
        String text = rest;
        int counts = text.lastIndexOf(" active and ");
        if (counts >= 0) {
            int from = counts;
            while (from > 0 && Character.isDigit(text.charAt(from - 1))) {
                from--;
            }
            text = from < counts ? text.substring(0, from) : text;
        }
        text = Printable.clean(text.replaceFirst("^/READY", "").replaceFirst("^[ ,]*+(?:reason: )?", ""))
                .strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
