package io.github.haproxyexporter.cli.report;

import static io.github.haproxyexporter.text.Json.each;
import static io.github.haproxyexporter.text.Json.object;

import io.github.haproxyexporter.diagnose.Action;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.Traffic;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.text.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes a diagnosis as JSON, in the shape of {@code docs/diagnose.schema.json}. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    public static String write(Diagnosis diagnosis, List<Traffic> traffic) {
        List<Diagnosis.OfBackend> dead = diagnosis.outlook().dead();
        return Json.write(object(
                "clients_affected", !dead.isEmpty(),
                "groups", each(diagnosis.groups(), DiagnosisJson::group),
                "servers",
                        diagnosis.groups().stream()
                                .flatMap(group ->
                                        group.servers().stream().map(server -> server(server, group.actions())))
                                .toList(),
                "backends", each(dead, DiagnosisJson::backend),
                "traffic", each(traffic, DiagnosisJson::traffic),
                "findings", JsonReport.findings(diagnosis.findings()),
                "notes", diagnosis.notes()));
    }

    private static Map<String, Object> group(Diagnosis.Group group) {
        return object(
                "cause", group.cause().label(),
                "summary", group.first().verdict().summary(),
                "servers",
                        group.servers().stream()
                                .map(server -> server.facts().view().name())
                                .toList());
    }

    private static Map<String, Object> server(Diagnosis.OfServer server, List<Action> actions) {
        ServerView view = server.facts().view();
        ServerView.CheckView check = view.byAgent() ? view.agent() : view.check();
        return object(
                "backend", view.backend(),
                "server", view.server(),
                "state", view.status(),
                "since", server.since().map(Instant::toString),
                "since_seconds", view.since(),
                "since_start", server.sinceStart(),
                "transitions", view.transitions(),
                "check",
                        object(
                                "status", check.status(),
                                "code", check.code(),
                                "duration_ms", check.durationMillis(),
                                "text", check.text()),
                "tracked", view.tracked(),
                "out_of_service", server.facts().outOfService().map(by -> by.label()),
                "cause", server.verdict().cause().label(),
                "summary", server.verdict().summary(),
                "evidence", server.verdict().evidence(),
                "probe", server.facts().probe().map(DiagnosisJson::probe),
                "log",
                        each(
                                server.log(),
                                line -> object("time", line.time(), "state", line.state(), "reason", line.reason())),
                "actions", each(actions, DiagnosisJson::action));
    }

    private static Map<String, Object> action(Action action) {
        return object(
                "kind", action.kind().label(),
                "why", action.why(),
                "text", action.text(),
                "file", action.at().map(Origin::file),
                "line", action.at().map(Origin::line));
    }

    private static Map<String, Object> probe(ProbeResult probe) {
        return object(
                "target", probe.target(),
                "passed", probe.passed(),
                "cause", probe.failure().map(cause -> cause.label()),
                "summary", probe.summary(),
                "status", probe.status(),
                "location", probe.location(),
                "first_line", probe.firstLine(),
                "late_ms", probe.lateMillis(),
                "certificate", probe.certificate().map(DiagnosisJson::certificate),
                "steps",
                        each(
                                probe.steps(),
                                step -> object(
                                        "name", step.name(),
                                        "passed", step.passed(),
                                        "duration_ms", step.millis(),
                                        "text", step.text())),
                "notes", probe.notes());
    }

    private static Map<String, Object> certificate(ProbeResult.Certificate certificate) {
        return object(
                "subject", certificate.subject(),
                "issuer", certificate.issuer(),
                "not_before", certificate.notBefore().toString(),
                "not_after", certificate.notAfter().toString(),
                "names", certificate.names());
    }

    private static Map<String, Object> backend(Diagnosis.OfBackend backend) {
        BackendView view = backend.view();
        return object(
                "backend", view.name(),
                "cause", backend.cause().label(),
                "servers", view.servers().size(),
                "down", view.in(ServerState.DOWN),
                "maint", view.in(ServerState.MAINT),
                "drain", view.in(ServerState.DRAIN));
    }

    private static Map<String, Object> traffic(Traffic traffic) {
        return object(
                "backend", traffic.backend(),
                "servers",
                        each(
                                traffic.servers(),
                                // Rates are rounded: what is below one a second is in the remarks.
                                row -> object(
                                        "server", row.server(),
                                        "state", row.status(),
                                        "requests_per_second", Math.round(row.requests()),
                                        "errors_per_second", Math.round(row.errors()),
                                        "connection_errors_per_second", Math.round(row.connectionErrors()),
                                        "response_errors_per_second", Math.round(row.responseErrors()),
                                        "retries_per_second", Math.round(row.retries()),
                                        "response_ms", row.millis(),
                                        "sessions", row.sessions(),
                                        "session_limit", row.sessionLimit(),
                                        "queue", row.queue())),
                "remarks", traffic.remarks());
    }
}
