package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a check's request together from {@code option httpchk} and {@code http-check send}, as HAProxy merges the two. */
final class HttpRequestBuilder {
    private final Origin origin;
    /** By the keyword of {@code http-check send}. */
    private final Map<String, String> parts = new HashMap<>();

    private final List<CheckStep.Header> headers = new ArrayList<>();
    private boolean computed;

    HttpRequestBuilder(Origin origin) {
        this.origin = origin;
    }

    /** The request of {@code option httpchk [[method] uri [version [host]]]}; headers may hide behind the version. */
    static HttpRequestBuilder ofOption(Statement option) {
        HttpRequestBuilder request = new HttpRequestBuilder(option.origin());
        List<String> arguments = option.arguments(2);
        if (arguments.size() == 1) {
            request.set("uri", arguments.get(0));
        } else if (arguments.size() >= 2) {
            request.set("meth", arguments.get(0));
            request.set("uri", arguments.get(1));
        }
        if (arguments.size() >= 3) {
            String[] headAndBody = arguments.get(2).split("\r\n\r\n", 2);
            String[] lines = headAndBody[0].split("\r\n", -1);
            request.set("ver", lines[0]);
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(":", 2);
                request.header(header[0].strip(), header.length > 1 ? header[1].strip() : "");
            }
            if (headAndBody.length > 1 && !headAndBody[1].isEmpty()) {
                request.set("body", headAndBody[1]);
            }
        }
        if (arguments.size() >= 4) {
            request.header("host", arguments.get(3));
        }
        return request;
    }

    /** Sets {@code meth}, {@code uri}, {@code ver} or {@code body}; with {@code -lf} behind it the value is a log format. */
    void set(String keyword, String value) {
        parts.put(keyword.replace("-lf", ""), value);
        computed |= keyword.endsWith("-lf");
    }

    /** Header values are log formats; one without a percent sign is what it says. */
    void header(String name, String value) {
        headers.add(new CheckStep.Header(name, value.replace("%%", "%")));
        computed |= value.replace("%%", "").contains("%");
    }

    /** Lets whatever the other request says win over this one. */
    void overlay(HttpRequestBuilder other) {
        parts.putAll(other.parts);
        headers.addAll(other.headers);
        computed |= other.computed;
    }

    CheckStep.HttpSend build() {
        return new CheckStep.HttpSend(
                origin,
                parts.getOrDefault("meth", "OPTIONS"),
                parts.getOrDefault("uri", "/"),
                parts.getOrDefault("ver", "HTTP/1.0"),
                headers,
                Optional.ofNullable(parts.get("body")),
                computed);
    }
}
