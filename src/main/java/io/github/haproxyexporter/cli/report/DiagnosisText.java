package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.diagnose.Action;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.Diagnosis.Group;
import io.github.haproxyexporter.diagnose.Diagnosis.OfServer;
import io.github.haproxyexporter.diagnose.Diagnosis.Outlook;
import io.github.haproxyexporter.diagnose.Traffic;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.Severity;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Texts;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.text.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Writes a diagnosis for a person, part by part: what is known first is read first.
 *
 * @param pages gives an empty page for each part
 * @param now when the statistics were read
 */
public record DiagnosisText(Supplier<Page> pages, Instant now, ZoneId zone) {

    private static final String MARGIN = "  ";
    private static final int LABEL = 11;
    private static final int MOST_NAMES = 60;
    private static final int MOST_BACKENDS = 5;
    private static final int MANY = 3;

    private static final List<String> COLUMNS =
            List.of("SERVER", "STATE", "REQ/S", "5XX/S", "CONN/S", "RESP/S", "RETRY/S", "MS", "SESSIONS", "QUEUE");

    /** Whether clients are affected, and by which backends. */
    public String outlook(Outlook outlook) {
        Page page = pages.get();
        List<Diagnosis.OfBackend> dead = outlook.dead();
        if (!dead.isEmpty()) {
            String names = first(
                    MOST_BACKENDS,
                    dead.stream().map(backend -> backend.view().name()).toList());
            page.paragraph(
                    MARGIN.length(),
                    Span.in(Style.fg_red, "Clients are affected"),
                    Span.plain(
                            dead.size() == 1
                                    ? ": backend " + names + " has no server left."
                                    : ": " + dead.size() + " backends have no server left (" + names + ")."));
            dead.stream()
                    .limit(MOST_NAMES)
                    .forEach(backend -> page.paragraph(
                            MARGIN,
                            backend.view().name() + ": " + backend.cause().meaning() + "; "
                                    + turnedAway(backend.view())));
        } else if (outlook.down() > 0) {
            page.paragraph(
                    "",
                    "Clients are served: every backend has a server left"
                            + outlook.weakened().stream()
                                    .limit(MOST_BACKENDS)
                                    .map(backend -> backend.name() + " " + left(backend))
                                    .collect(Collectors.joining(", ", " (", ").")));
        } else {
            page.line("Nothing is down.");
        }
        return page.toString();
    }

    /** One cause: who has it, what speaks for it, what to do. */
    public String group(Group group) {
        Page page = pages.get().blank();
        OfServer first = group.first();
        title(page, group);
        labelled(page, "cause", group.cause().label());
        labelled(page, "", first.verdict().summary());
        if (group.servers().size() > 1) {
            labelled(
                    page,
                    "servers",
                    first(
                            MOST_NAMES,
                            group.servers().stream()
                                    .map(server -> server.facts().view().name())
                                    .toList()));
            labelled(
                    page,
                    "",
                    inCommon(group) + "What follows is " + first.facts().view().name() + "'s.");
        }
        labelled(
                page,
                "backend",
                group.servers().stream()
                        .flatMap(server -> server.facts().backend().stream())
                        .distinct()
                        .limit(MOST_BACKENDS)
                        .map(backend -> (group.backends().size() > 1 ? backend.name() + ": " : "") + describe(backend))
                        .toList());
        labelled(page, "evidence", first.verdict().evidence());
        first.facts().probe().ifPresent(probe -> probe(page, probe));
        labelled(
                page,
                "log",
                first.log().stream()
                        .map(line -> Texts.printable((line.time() + " " + line.state() + " " + line.reason()).strip()))
                        .toList());
        actions(page, group.actions());
        return page.toString();
    }

    /** What the linter adds, and what could not be known. */
    public String rest(Diagnosis diagnosis) {
        Page page = pages.get();
        List<Finding> grave = diagnosis.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
        if (!grave.isEmpty()) {
            page.blank().line("The configuration of these backends (haproxy-exporter lint tells more):");
            grave.forEach(finding ->
                    page.paragraph(MARGIN + finding.id() + "  ", finding.origin() + ": " + finding.message()));
        }
        if (!diagnosis.notes().isEmpty()) {
            page.blank();
        }
        diagnosis.notes().forEach(note -> page.paragraph("note: ", note));
        return page.toString();
    }

    /** What each server of a backend does beside its peers. */
    public String traffic(Traffic traffic) {
        Page page = pages.get().blank();
        page.line(traffic.backend() + ", over " + traffic.between().toSeconds() + " s:");
        Table table = new Table(COLUMNS, Set.of(0));
        traffic.servers()
                .forEach(row -> table.row(Stream.of(
                                row.server(),
                                row.status(),
                                rate(row.requests()),
                                rate(row.errors()),
                                rate(row.connectionErrors()),
                                rate(row.responseErrors()),
                                rate(row.retries()),
                                Long.toString(row.millis()),
                                row.sessions() + (row.sessionLimit() > 0 ? "/" + row.sessionLimit() : ""),
                                Long.toString(row.queue()))
                        .map(Span::plain)
                        .toList()));
        table.write(page);
        traffic.remarks().forEach(remark -> page.paragraph("- ", remark + "."));
        return traffic.remarks().isEmpty()
                ? page.line("No server stands out, and nothing fails.").toString()
                : page.toString();
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond);
    }

    private void title(Page page, Group group) {
        OfServer first = group.first();
        ServerView view = first.facts().view();
        int size = group.servers().size();
        if (size == 1) {
            page.paragraph(
                    MARGIN.length(),
                    Span.in(Style.bold, view.name()),
                    Span.plain(" has been "),
                    state(view.status()),
                    Span.plain(since(first) + often(first)));
            return;
        }
        int all = group.servers().stream()
                .flatMap(server -> server.facts().backend().stream())
                .distinct()
                .mapToInt(backend -> backend.servers().size())
                .sum();
        int backends = group.backends().size();
        page.paragraph(
                MARGIN.length(),
                Span.in(
                        Style.bold,
                        (all == size ? "All " + size : size + " of " + all) + " servers of "
                                + (backends == 1 ? view.backend() : backends + " backends")),
                Span.plain(" have been "),
                state(view.state().name()),
                Span.plain(since(group.servers().stream()
                        .min(Comparator.comparing(server -> server.since().orElse(Instant.MAX)))
                        .orElse(first))));
    }

    /** Many at once rarely fail each for itself. */
    private static String inCommon(Group group) {
        List<String> hosts = group.servers().stream()
                .flatMap(server -> server.facts().view().address().stream())
                .map(address -> address.substring(0, address.lastIndexOf(':')))
                .distinct()
                .toList();
        if (hosts.size() == 1) {
            return "All of them are on " + hosts.get(0) + ". ";
        }
        return group.servers().size() < MANY || group.cause() == Cause.OUT_OF_SERVICE
                ? ""
                : "They fell within seconds: look first for what they share (a network, a deployment, a database). ";
    }

    private static Span state(String status) {
        return Span.in(
                switch (status.split(" ", 2)[0]) {
                    case "UP", "no" -> Style.bold;
                    case "MAINT", "DRAIN", "NOLB" -> Style.fg_cyan;
                    default -> Style.fg_red;
                },
                status);
    }

    private String since(OfServer server) {
        return server.since()
                .map(time -> " since " + (server.sinceStart() ? "HAProxy was started or reloaded at " : "")
                        + clock(time) + " ("
                        + Elapsed.brief(Duration.between(time, now).toSeconds()) + ")")
                .orElse("");
    }

    private static String often(OfServer server) {
        long times = server.facts().view().transitions().orElse(0);
        return times > 1 && server.facts().view().state() == ServerState.DOWN
                ? ", " + times + " times since HAProxy started"
                : "";
    }

    /** The time of day; with its date unless that is today's. */
    private String clock(Instant time) {
        ZonedDateTime then = time.atZone(zone);
        boolean today = then.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return DateTimeFormatter.ofPattern(today ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .format(then);
    }

    private static void actions(Page page, List<Action> actions) {
        if (actions.isEmpty()) {
            return;
        }
        page.line(MARGIN + "to do");
        int number = 1;
        for (Action action : actions) {
            String where = action.at()
                    .map(at -> (action.kind() == Action.Kind.ADD ? "; add below " : "; write at ") + at)
                    .orElse("");
            page.paragraph(MARGIN + number + ". ", action.why() + where);
            // Never wrapped: it is there to be copied.
            action.text()
                    .lines()
                    .forEach(line -> page.line(Span.plain(MARGIN + "   "), Span.in(Style.fg_cyan, line.strip())));
            number++;
        }
    }

    private static void probe(Page page, ProbeResult probe) {
        labelled(
                page,
                "from here",
                probe.steps().stream()
                        .map(step -> step.name() + (step.passed() ? " ok in " : " failed in ") + step.millis() + " ms"
                                + (step.text().isEmpty() ? "" : ": " + step.text()))
                        .toList());
        for (String note : probe.notes()) {
            labelled(page, "", "(" + note + ")");
        }
    }

    private static String describe(BackendView backend) {
        return left(backend) + "; " + (backend.servesNobody() ? turnedAway(backend) : "clients are served");
    }

    /** The one way to count: servers that take new clients, of all; backups apart. */
    private static String left(BackendView backend) {
        long backups = backend.count(true);
        return backend.left(false) + " of " + backend.count(false) + " servers left"
                + (backups == 0
                        ? ""
                        : ", " + backend.left(true) + " of " + backups + (backups == 1 ? " backup" : " backups"));
    }

    private static String turnedAway(BackendView backend) {
        return backend.http() ? "clients get a 503" : "connections of clients are closed";
    }

    /** The first names, and how many more there are. */
    private static String first(int most, List<String> names) {
        return names.stream().limit(most).collect(Collectors.joining(", "))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    /** Paragraphs of which the first has the label. */
    private static void labelled(Page page, String label, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            labelled(page, i == 0 ? label : "", texts.get(i));
        }
    }

    private static void labelled(Page page, String label, String text) {
        page.paragraph(MARGIN + label + " ".repeat(Math.max(1, LABEL - label.length())), text);
    }
}
