package io.github.haproxyexporter.web.page;

import static io.github.haproxyexporter.text.Json.each;
import static io.github.haproxyexporter.text.Json.object;

import io.github.haproxyexporter.text.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes {@code /api/v1/status}, in the shape of {@code docs/status.schema.json}. */
final class StatusJson {

    private StatusJson() {}

    static void write(StatusPage page, OutputStream out) throws IOException {
        Json.write(object("time", page.now().at(), "targets", each(page.targets(), StatusJson::target)), out);
    }

    private static Map<String, Object> target(TargetState target) {
        Optional<TargetState.Running> process = target.process();
        return object(
                "haproxy", target.name(),
                "address", target.address(),
                "up", target.error().isEmpty(),
                "error", target.error(),
                "read_at", target.read().map(Moment::at),
                "version", process.map(TargetState.Running::version),
                "started_at", process.flatMap(TargetState.Running::started).map(Moment::at),
                "connections", process.map(TargetState.Running::connections),
                "connection_limit", process.map(TargetState.Running::connectionLimit),
                "failed_reloads", process.map(TargetState.Running::failedReloads),
                "backends", each(target.backends(), StatusJson::backend),
                "frontends", each(target.frontends(), StatusJson::frontend),
                "certificates",
                        each(
                                target.certificates(),
                                one -> object(
                                        "certificate", one.certificate(),
                                        "not_after", one.notAfter().at())));
    }

    private static Map<String, Object> frontend(TargetState.Frontend frontend) {
        return object(
                "frontend", frontend.frontend(),
                "status", frontend.status(),
                "sessions", frontend.sessions(),
                "session_limit", frontend.sessionLimit(),
                "sessions_per_second", frontend.sessionRate(),
                "error_share", share(frontend.errors()));
    }

    private static Map<String, Object> backend(TargetState.Backend backend) {
        return object(
                "backend", backend.view().name(),
                "status", backend.view().status(),
                "since", backend.since().map(Moment::at),
                "serves_nobody", backend.view().servesNobody(),
                "on_backup", backend.onBackup(),
                "servers_left", backend.left(),
                "sessions", backend.sessions(),
                "queue", backend.queue(),
                "error_share", share(backend.errors()),
                "servers", each(backend.servers(), StatusJson::server));
    }

    private static Map<String, Object> server(ServerCell server) {
        return object(
                "server", server.view().server(),
                "state", server.view().state(),
                "status", server.view().status(),
                "since", server.since().map(Moment::at),
                "reason", server.reason(),
                "cause", server.cause(),
                "address", server.address(),
                "check_status", server.view().check().status(),
                "check_ms", server.view().check().durationMillis(),
                "times_down", server.view().transitions(),
                "backup", server.view().backup(),
                "weight", server.view().weight(),
                "sessions", server.view().sessions() - server.queue(),
                "queue", server.queue(),
                "error_share", share(server.errors()));
    }

    private static OptionalDouble share(Errors errors) {
        return errors.share().stream()
                .map(share -> Math.round(share * 1e4) / 1e4)
                .findFirst();
    }
}
