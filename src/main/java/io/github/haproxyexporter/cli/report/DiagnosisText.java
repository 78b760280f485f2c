package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.cli.terminal.Elapsed;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.diagnose.Action;
import io.github.haproxyexporter.diagnose.BackendView;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.ServerView;
import io.github.haproxyexporter.history.Transition;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.Severity;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Texts;
import java.util.List;

/** Writes a diagnosis for a person. */
public final class DiagnosisText {
    private static final String MARGIN = "  ";
    private static final int LABEL = 11;

    private final Page page;

    private DiagnosisText(Page page) {
        this.page = page;
    }

    /** Writes it on a page: servers, then backends, then what the linter adds. */
    public static String write(Diagnosis diagnosis, Page page) {
        DiagnosisText text = new DiagnosisText(page);
        diagnosis.servers().forEach(text::server);
        diagnosis.backends().forEach(text::backend);
        if (!diagnosis.backends().isEmpty()) {
            page.blank();
        }
        List<Finding> grave = diagnosis.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
        if (!grave.isEmpty()) {
            page.line("The configuration of these backends (haproxy-exporter lint tells more):");
            grave.forEach(finding ->
                    page.paragraph(MARGIN + finding.id() + "  ", finding.origin() + ": " + finding.message()));
            page.blank();
        }
        diagnosis.notes().forEach(note -> page.paragraph("note: ", note));
        return page.line(summary(diagnosis)).toString();
    }

    private static String summary(Diagnosis diagnosis) {
        int servers = diagnosis.servers().size();
        int backends = diagnosis.backends().size();
        if (servers + backends == 0) {
            return "Nothing is down.";
        }
        return servers + (servers == 1 ? " server is down" : " servers are down") + ", " + backends
                + (backends == 1 ? " backend serves nobody." : " backends serve nobody.");
    }

    private void server(Diagnosis.OfServer server) {
        ServerView view = server.view();
        String since =
                view.since().isPresent() ? " for " + Elapsed.brief(view.since().getAsLong()) : "";
        long times = view.transitions().orElse(0);
        String often = times > 1 ? "; it went down " + times + " times" : "";
        page.paragraph(
                MARGIN.length(),
                Span.in(Page.Colour.BOLD, view.name()),
                Span.plain(" is "),
                Span.in(Page.Colour.RED, view.status()),
                Span.plain(since + often));
        labelled("cause", server.verdict().cause().label());
        labelled("", server.verdict().summary());
        server.backend().ifPresent(backend -> labelled("backend", describe(backend)));
        String label = "evidence";
        for (String evidence : server.verdict().evidence()) {
            // The steps below tell the same at greater length.
            if (!evidence.startsWith("from here: ")) {
                labelled(label, evidence);
                label = "";
            }
        }
        if (!view.score().isEmpty() && !view.downByAgent()) {
            labelled("score", view.score());
        }
        server.probe().ifPresent(this::probe);
        label = "log";
        for (Transition line : server.log()) {
            labelled(label, Texts.printable((line.time() + " " + line.state() + " " + line.reason()).strip()));
            label = "";
        }
        page.line(MARGIN + "to do");
        int number = 1;
        for (Action action : server.actions()) {
            page.paragraph(MARGIN + number + ". ", action.why());
            // Never wrapped: it is there to be copied.
            page.line(Span.plain(MARGIN + "   "), Span.in(Page.Colour.CYAN, action.command()));
            number++;
        }
        page.blank();
    }

    private void probe(ProbeResult probe) {
        String label = "from here";
        for (ProbeResult.Step step : probe.steps()) {
            String passed = step.passed() ? "ok" : "failed";
            String text = step.text().isEmpty() ? "" : ": " + step.text();
            labelled(label, step.name() + " " + passed + " in " + step.millis() + " ms" + text);
            label = "";
        }
        for (String note : probe.notes()) {
            labelled("", "(" + note + ")");
        }
    }

    private void backend(Diagnosis.OfBackend backend) {
        BackendView view = backend.view();
        page.paragraph(
                MARGIN.length(),
                Span.in(Page.Colour.BOLD, view.name()),
                Span.plain(" "),
                Span.in(Page.Colour.RED, "serves nobody"),
                Span.plain(": " + backend.cause().meaning() + "; clients get a 503"));
    }

    private static String describe(BackendView backend) {
        if (backend.servesNobody()) {
            return "no server is left: clients get a 503";
        }
        return backend.active() + " of " + backend.servers() + " servers left"
                + (backend.backup() > 0
                        ? " and " + backend.backup() + " backup" + (backend.backup() == 1 ? "" : "s")
                        : "")
                + "; clients are served";
    }

    private void labelled(String label, String text) {
        page.paragraph(MARGIN + label + " ".repeat(Math.max(1, LABEL - label.length())), text);
    }
}
