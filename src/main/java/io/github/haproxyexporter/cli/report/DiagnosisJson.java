package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.diagnose.BackendView;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.ServerView;
import io.github.haproxyexporter.probe.ProbeResult;
import java.util.List;

/** Writes a diagnosis as JSON, in the shape of {@code docs/diagnose.schema.json}. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    public static String write(Diagnosis diagnosis) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("servers").beginArray();
        diagnosis.servers().forEach(server -> writeServer(json, server));
        json.endArray();
        json.key("backends").beginArray();
        diagnosis.backends().forEach(backend -> writeBackend(json, backend));
        json.endArray();
        JsonReport.writeFindings(json, diagnosis.findings());
        writeTexts(json, "notes", diagnosis.notes());
        return json.endObject() + "\n";
    }

    private static void writeServer(JsonWriter json, Diagnosis.OfServer server) {
        ServerView view = server.view();
        json.beginObject()
                .member("backend", view.backend())
                .member("server", view.server())
                .member("state", view.status())
                .member("since_seconds", view.since())
                .member("transitions", view.transitions());
        ServerView.CheckView check = view.downByAgent() ? view.agent() : view.check();
        json.key("check")
                .beginObject()
                .member("status", check.status())
                .member("code", check.code())
                .member("duration_ms", check.durationMillis())
                .member("text", check.text())
                .endObject();
        json.member("tracked", view.tracked())
                .member("cause", server.verdict().cause().label())
                .member("summary", server.verdict().summary());
        writeTexts(json, "evidence", server.verdict().evidence());
        json.key("probe");
        if (server.probe().isPresent()) {
            writeProbe(json, server.probe().get());
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
        server.actions()
                .forEach(action -> json.beginObject()
                        .member("why", action.why())
                        .member("command", action.command())
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
                .member("first_line", probe.firstLine());
        json.key("certificate");
        if (probe.certificate().isPresent()) {
            ProbeResult.Certificate certificate = probe.certificate().get();
            json.beginObject()
                    .member("subject", certificate.subject())
                    .member("issuer", certificate.issuer())
                    .member("not_before", certificate.notBefore().toString())
                    .member("not_after", certificate.notAfter().toString())
                    .endObject();
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
                .member("active", view.active())
                .member("backup", view.backup())
                .member("down", view.down())
                .member("maint", view.maintenance())
                .endObject();
    }

    private static void writeTexts(JsonWriter json, String name, List<String> texts) {
        json.key(name).beginArray();
        texts.forEach(json::value);
        json.endArray();
    }
}
