package io.github.haproxyexporter.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer to an HTTP check, as far as it came.
 *
 * @param body without transfer coding, a character for each byte
 */
record HttpAnswer(int status, String reason, List<Header> headers, String body) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d(?:\\.\\d)? +(\\d{3})(?: +(.*))?");

    /** A response header; its name in lower case. */
    record Header(String name, String value) {}

    /** Reads bytes as HTTP; empty when they are none, or when the head is not complete. */
    static Optional<HttpAnswer> parse(byte[] bytes) {
        int end = endOfHead(bytes);
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        Matcher status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            return Optional.empty();
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(new Header(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip()));
            }
        }
        byte[] rest = Arrays.copyOfRange(bytes, end, bytes.length);
        boolean chunked = headers.stream()
                .anyMatch(header -> header.name().equals("transfer-encoding")
                        && header.value().toLowerCase(Locale.ROOT).contains("chunked"));
        return Optional.of(new HttpAnswer(
                Integer.parseInt(status.group(1)),
                status.group(2) == null ? "" : status.group(2),
                headers,
                new String(chunked ? joinChunks(rest) : rest, StandardCharsets.ISO_8859_1)));
    }

    /** Whether nothing more will come that matters: the length that the head announces is there. */
    static boolean isComplete(byte[] bytes, boolean headIsEnough) {
        Optional<HttpAnswer> answer = parse(bytes);
        if (answer.isEmpty()) {
            return bytes.length > 5 && !new String(bytes, 0, 5, StandardCharsets.ISO_8859_1).equals("HTTP/");
        }
        if (headIsEnough && !answer.get().body().isEmpty()) {
            return true;
        }
        return answer.get()
                .header("content-length")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> answer.get().body().length() >= Integer.parseInt(text))
                .orElse(answer.get().status() == 204 || answer.get().status() == 304);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }

    String bodyText() {
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static int endOfHead(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 2 < bytes.length && bytes[i] == '\n' && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    private static byte[] joinChunks(byte[] bytes) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int lineEnd = at;
            while (lineEnd < bytes.length && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            String size = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}") || Integer.parseInt(size, 16) == 0) {
                break;
            }
            int from = Math.min(bytes.length, lineEnd + 1);
            int to = Math.min(bytes.length, from + Integer.parseInt(size, 16));
            joined.write(bytes, from, to - from);
            at = to + 2;
        }
        return joined.toByteArray();
    }
}
