package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.diagnose.Action;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.Traffic;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import java.time.Instant;
import java.util.List;

/** Writes a diagnosis as JSON, in the shape of {@code docs/diagnose.schema.json}. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    public static String write(Diagnosis diagnosis, List<Traffic> traffic) {
        JsonWriter json = new JsonWriter().beginObject();
        json.member("clients_affected", !diagnosis.outlook().dead().isEmpty());
        json.key("groups").beginArray();
        diagnosis.groups().forEach(group -> writeGroup(json, group));
        json.endArray();
        json.key("servers").beginArray();
        diagnosis
                .groups()
                .forEach(group -> group.servers().forEach(server -> writeServer(json, server, group.actions())));
        json.endArray();
        json.key("backends").beginArray();
        diagnosis.outlook().dead().forEach(backend -> writeBackend(json, backend));
        json.endArray();
        json.key("traffic").beginArray();
        traffic.forEach(backend -> writeTraffic(json, backend));
        json.endArray();
        JsonReport.writeFindings(json, diagnosis.findings());
        writeTexts(json, "notes", diagnosis.notes());
        return json.endObject() + "\n";
    }

    private static void writeGroup(JsonWriter json, Diagnosis.Group group) {
        json.beginObject()
                .member("cause", group.cause().label())
                .member("summary", group.first().verdict().summary());
        writeTexts(
                json,
                "servers",
                group.servers().stream()
                        .map(server -> server.facts().view().name())
                        .toList());
        json.endObject();
    }

    private static void writeServer(JsonWriter json, Diagnosis.OfServer server, List<Action> actions) {
        ServerView view = server.facts().view();
        json.beginObject()
                .member("backend", view.backend())
                .member("server", view.server())
                .member("state", view.status())
                .member("since", server.since().map(Instant::toString))
                .member("since_seconds", view.since())
                .member("since_start", server.sinceStart())
                .member("transitions", view.transitions());
        ServerView.CheckView check = view.byAgent() ? view.agent() : view.check();
        json.key("check")
                .beginObject()
                .member("status", check.status())
                .member("code", check.code())
                .member("duration_ms", check.durationMillis())
                .member("text", check.text())
                .endObject();
        json.member("tracked", view.tracked())
                .member("out_of_service", server.facts().outOfService().map(by -> by.label()))
                .member("cause", server.verdict().cause().label())
                .member("summary", server.verdict().summary());
        writeTexts(json, "evidence", server.verdict().evidence());
        json.key("probe");
        if (server.facts().probe().isPresent()) {
            writeProbe(json, server.facts().probe().get());
        } else {
            json.nullValue();
        }
        json.key("log").beginArray();
        server.log()
                .forEach(line -> json.beginObject()
                        .member("time", line.time())
                        .member("state", line.state())
                        .member("reason", line.reason())
                        .endObject());
        json.endArray();
        json.key("actions").beginArray();
        actions.forEach(action -> json.beginObject()
                .member("kind", action.kind().label())
                .member("why", action.why())
                .member("text", action.text())
                .member("file", action.at().map(Origin::file))
                .member("line", action.at().stream().mapToInt(Origin::line).findFirst())
                .endObject());
        json.endArray().endObject();
    }

    private static void writeProbe(JsonWriter json, ProbeResult probe) {
        json.beginObject()
                .member("target", probe.target())
                .member("passed", probe.passed())
                .member("cause", probe.failure().map(cause -> cause.label()))
                .member("summary", probe.summary())
                .member("status", probe.status())
                .member("location", probe.location())
                .member("first_line", probe.firstLine())
                .member("late_ms", probe.lateMillis());
        json.key("certificate");
        if (probe.certificate().isPresent()) {
            ProbeResult.Certificate certificate = probe.certificate().get();
            json.beginObject()
                    .member("subject", certificate.subject())
                    .member("issuer", certificate.issuer())
                    .member("not_before", certificate.notBefore().toString())
                    .member("not_after", certificate.notAfter().toString());
            writeTexts(json, "names", certificate.names());
            json.endObject();
        } else {
            json.nullValue();
        }
        json.key("steps").beginArray();
        probe.steps()
                .forEach(step -> json.beginObject()
                        .member("name", step.name())
                        .member("passed", step.passed())
                        .member("duration_ms", step.millis())
                        .member("text", step.text())
                        .endObject());
        json.endArray();
        writeTexts(json, "notes", probe.notes());
        json.endObject();
    }

    private static void writeBackend(JsonWriter json, Diagnosis.OfBackend backend) {
        BackendView view = backend.view();
        json.beginObject()
                .member("backend", view.name())
                .member("cause", backend.cause().label())
                .member("servers", view.servers().size())
                .member("down", view.in(ServerState.DOWN))
                .member("maint", view.in(ServerState.MAINT))
                .member("drain", view.in(ServerState.DRAIN))
                .endObject();
    }

    private static void writeTraffic(JsonWriter json, Traffic traffic) {
        json.beginObject().member("backend", traffic.backend());
        json.key("servers").beginArray();
        traffic.servers()
                .forEach(row -> json.beginObject()
                        .member("server", row.server())
                        .member("state", row.status())
                        .member("requests_per_second", rounded(row.requests()))
                        .member("errors_per_second", rounded(row.errors()))
                        .member("connection_errors_per_second", rounded(row.connectionErrors()))
                        .member("response_errors_per_second", rounded(row.responseErrors()))
                        .member("retries_per_second", rounded(row.retries()))
                        .member("response_ms", row.millis())
                        .member("sessions", row.sessions())
                        .member("session_limit", row.sessionLimit())
                        .member("queue", row.queue())
                        .endObject());
        json.endArray();
        writeTexts(json, "remarks", traffic.remarks());
        json.endObject();
    }

    /** Whole numbers: what is below one a second is in the remarks. */
    private static long rounded(double rate) {
        return Math.round(rate);
    }

    private static void writeTexts(JsonWriter json, String name, List<String> texts) {
        json.key(name).beginArray();
        texts.forEach(json::value);
        json.endArray();
    }
}
