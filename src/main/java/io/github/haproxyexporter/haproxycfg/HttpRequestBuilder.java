package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a check's request together from {@code option httpchk} and {@code http-check send}, as HAProxy merges the two. */
final class HttpRequestBuilder {
    private final Origin origin;
    private final List<CheckStep.Header> headers = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String uri;
    private @Nullable String version;
    private @Nullable String body;
    private boolean computed;

    HttpRequestBuilder(Origin origin) {
        this.origin = origin;
    }

    /** The request of {@code option httpchk [[method] uri [version [host]]]}; headers may hide behind the version. */
    static HttpRequestBuilder ofOption(Statement option) {
        HttpRequestBuilder request = new HttpRequestBuilder(option.origin());
        List<String> arguments = option.arguments(2);
        if (arguments.size() == 1) {
            request.uri(arguments.get(0), false);
        } else if (arguments.size() >= 2) {
            request.method(arguments.get(0));
            request.uri(arguments.get(1), false);
        }
        if (arguments.size() >= 3) {
            String[] headAndBody = arguments.get(2).split("\r\n\r\n", 2);
            String[] lines = headAndBody[0].split("\r\n", -1);
            request.version(lines[0]);
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(":", 2);
                request.header(header[0].strip(), header.length > 1 ? header[1].strip() : "");
            }
            if (headAndBody.length > 1 && !headAndBody[1].isEmpty()) {
                request.body(headAndBody[1], false);
            }
        }
        if (arguments.size() >= 4) {
            request.header("host", arguments.get(3));
        }
        return request;
    }

    void method(String value) {
        method = value;
    }

    void uri(String value, boolean format) {
        uri = value;
        computed |= format;
    }

    void version(String value) {
        version = value;
    }

    /** Header values are log formats; one without a percent sign is what it says. */
    void header(String name, String value) {
        headers.add(new CheckStep.Header(name, value.replace("%%", "%")));
        computed |= value.replace("%%", "").contains("%");
    }

    void body(String value, boolean format) {
        body = value;
        computed |= format;
    }

    /** Lets whatever the other request says win over this one. */
    void overlay(HttpRequestBuilder other) {
        method = other.method == null ? method : other.method;
        uri = other.uri == null ? uri : other.uri;
        version = other.version == null ? version : other.version;
        body = other.body == null ? body : other.body;
        headers.addAll(other.headers);
        computed |= other.computed;
    }

    CheckStep.HttpSend build() {
        return new CheckStep.HttpSend(
                origin,
                method == null ? "OPTIONS" : method,
                uri == null ? "/" : uri,
                version == null ? "HTTP/1.0" : version,
                headers,
                Optional.ofNullable(body),
                computed);
    }
}
