package io.github.haproxyexporter.web.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes {@code /api/v1/status}, in the shape of {@code docs/status.schema.json}. */
final class StatusJson {

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(StatusPage page, OutputStream out) throws IOException {
        // Not by try-with-resources: to close it is to end the answer as if it were whole.
        JsonGenerator json = new JsonFactory().createGenerator(out);
        StatusJson status = new StatusJson(json);
        json.writeStartObject();
        status.field("time", page.now());
        status.list("targets", page.targets(), status::target);
        json.writeEndObject();
        json.close();
    }

    private void target(TargetState target) throws IOException {
        Optional<TargetState.Running> process = target.process();
        field("haproxy", target.name());
        field("address", target.address());
        field("up", target.error().isEmpty());
        field("error", target.error());
        field("read_at", target.read());
        field("version", process.map(TargetState.Running::version));
        field("started_at", process.flatMap(TargetState.Running::started));
        field("connections", process.map(TargetState.Running::connections));
        field("connection_limit", process.map(TargetState.Running::connectionLimit));
        field("failed_reloads", process.map(TargetState.Running::failedReloads));
        list("backends", target.backends(), this::backend);
        list("frontends", target.frontends(), this::frontend);
        list("certificates", target.certificates(), certificate -> {
            field("certificate", certificate.certificate());
            field("not_after", certificate.notAfter());
        });
    }

    private void frontend(TargetState.Frontend frontend) throws IOException {
        field("frontend", frontend.frontend());
        field("status", frontend.status());
        field("sessions", frontend.sessions());
        field("session_limit", frontend.sessionLimit());
        field("sessions_per_second", frontend.sessionRate());
        field("error_share", frontend.errors().share());
    }

    private void backend(TargetState.Backend backend) throws IOException {
        field("backend", backend.view().name());
        field("status", backend.view().status());
        field("since", backend.since());
        field("serves_nobody", backend.view().servesNobody());
        field("on_backup", backend.onBackup());
        field("servers_left", backend.left());
        field("sessions", backend.sessions());
        field("queue", backend.queue());
        field("error_share", backend.errors().share());
        list("servers", backend.servers(), this::server);
    }

    private void server(ServerCell server) throws IOException {
        field("server", server.view().server());
        field("state", server.view().state().name());
        field("status", server.view().status());
        field("since", server.since());
        field("reason", server.reason());
        field("cause", server.cause());
        field("address", server.address());
        field("check_status", server.view().check().status());
        field("check_ms", server.view().check().durationMillis());
        field("times_down", server.view().transitions());
        field("backup", server.view().backup());
        field("weight", server.view().weight());
        field("sessions", server.view().sessions() - server.queue());
        field("queue", server.queue());
        field("error_share", server.errors().share());
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(T object) throws IOException;
    }

    private <T> void list(String name, List<T> objects, Writer<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        for (T object : objects) {
            json.writeStartObject();
            writer.write(object);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void field(String name, Object value) throws IOException {
        json.writeFieldName(name);
        json.writePOJO(plain(value));
    }

    private static @Nullable Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? plain(optional.get()) : null;
        } else if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        } else if (value instanceof OptionalDouble share) {
            return share.isPresent() ? Math.round(share.getAsDouble() * 1e4) / 1e4 : null;
        } else if (value instanceof Moment moment) {
            return moment.at().toString();
        }
        return value;
    }
}
