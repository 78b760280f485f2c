package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes of a check's request, as HAProxy 2.6 sends them: header names in lower case, "connection: close" from HTTP/1.1 on. */
public final class HttpRequest {
    private HttpRequest() {}

    public static byte[] bytes(CheckStep.HttpSend request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method())
                .append(' ')
                .append(request.uri())
                .append(' ')
                .append(request.version())
                .append("\r\n");
        boolean connection = false;
        for (CheckStep.Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            connection |= name.equals("connection");
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                text.append(name).append(": ").append(header.value()).append("\r\n");
            }
        }
        byte[] body = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
        if (request.body().isPresent()) {
            text.append("content-length: ").append(body.length).append("\r\n");
        }
        if (!connection && request.version().equals("HTTP/1.1")) {
            text.append("connection: close\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
