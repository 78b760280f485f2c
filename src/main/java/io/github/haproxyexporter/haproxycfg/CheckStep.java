package io.github.haproxyexporter.haproxycfg;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One step of a check, in the order in which HAProxy takes them. */
public sealed interface CheckStep {
    /** The line that asks for this step. */
    Origin origin();

    /** The steps of one kind, in their order. */
    static <T extends CheckStep> List<T> only(Class<T> kind, List<CheckStep> steps) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Opens a connection.
     *
     * @param port a number, or an expression that only HAProxy can evaluate
     * @param usesServerSettings true for {@code default}: whatever is not said here comes from the server line
     */
    record Connect(
            Origin origin,
            Optional<String> port,
            Optional<String> addr,
            boolean usesServerSettings,
            boolean ssl,
            boolean sendProxy,
            Optional<String> sni,
            Optional<String> alpn)
            implements CheckStep {}

    /**
     * Sends an HTTP request.
     *
     * @param computed true when the URI, a header or the body is a log format that only HAProxy can evaluate
     */
    record HttpSend(
            Origin origin,
            String method,
            String uri,
            String version,
            List<Header> headers,
            Optional<String> body,
            boolean computed)
            implements CheckStep {
        public HttpSend {
            headers = List.copyOf(headers);
        }

        /** Another request of the same line. */
        public HttpSend with(String otherMethod, String otherUri, List<Header> otherHeaders) {
            return new HttpSend(origin, otherMethod, otherUri, version, otherHeaders, body, computed);
        }
    }

    /** A request header as it was written. */
    record Header(String name, String value) {}

    /**
     * Sends plain data.
     *
     * @param data text, or hexadecimal digits when {@code binary}
     * @param computed true when the data is a log format that only HAProxy can evaluate
     */
    record SendData(Origin origin, String data, boolean binary, boolean computed) implements CheckStep {}

    /**
     * Judges the answer.
     *
     * @param match {@code status}, {@code rstatus}, {@code string}, {@code rstring}, {@code hdr}, {@code fhdr}, {@code binary} …
     * @param pattern the words after it
     */
    record Expect(Origin origin, boolean negated, String match, List<String> pattern, String text)
            implements CheckStep {
        public Expect {
            pattern = List.copyOf(pattern);
        }

        /** The first word of the pattern, or the empty string. */
        public String value() {
            return pattern.isEmpty() ? "" : pattern.get(0);
        }

        /** Whether a list such as {@code 200,201,300-310} holds the status. */
        public static boolean listed(String codes, int status) {
            return Arrays.stream(codes.split(",", -1))
                    .map(part -> part.strip().split("-", 2))
                    .filter(ends -> ends[0].matches("\\d{1,3}") && ends[ends.length - 1].matches("\\d{1,3}"))
                    .anyMatch(ends ->
                            Integer.parseInt(ends[0]) <= status && status <= Integer.parseInt(ends[ends.length - 1]));
        }
    }

    /** A step that changes nothing on the wire: {@code comment}, {@code set-var}, {@code unset-var}. */
    record Other(Origin origin, String text) implements CheckStep {}
}
