package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes of a check's request, as HAProxy 2.6 sends them: header names in lower case, "connection: close" from HTTP/1.1 on. */
public final class HttpRequest {
    private HttpRequest() {}

    public static byte[] bytes(CheckStep.HttpSend request) {
        StringBuilder text =
                new StringBuilder(request.method() + " " + request.uri() + " " + request.version() + "\r\n");
        boolean connection = false;
        for (CheckStep.Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            connection |= name.equals("connection");
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                text.append(name).append(": ").append(header.value()).append("\r\n");
            }
        }
        String body = request.body().orElse("");
        if (request.body().isPresent()) {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            text.append("content-length: ").append(length).append("\r\n");
        }
        if (!connection && request.version().equals("HTTP/1.1")) {
            text.append("connection: close\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
