package io.github.haproxyexporter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * One answer to one plain HTTP/1.1 request on its own connection, as it came over the wire: nothing is retried, followed, decompressed or kept open. The
 * request is sent as given, also where a tidy client would refuse it.
 */
public final class HttpAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int status;
    private final SortedMap<String, String> headers;
    private final byte[] body;

    private HttpAnswer(int status, SortedMap<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Asks with {@code GET}; headers as name, value, name, value. */
    public static HttpAnswer get(String url, String... headers) {
        return send("GET", url, "", headers);
    }

    /** Posts a text; headers as name, value, name, value. */
    public static HttpAnswer post(String url, String text, String... headers) {
        return send("POST", url, text, headers);
    }

    /**
     * Sends any request; headers as name, value, name, value.
     *
     * @throws UncheckedIOException when nothing listens, or the answer is not whole
     */
    public static HttpAnswer send(String method, String url, String body, String... headers) {
        String request = "";
        try (Socket socket = new Socket()) {
            URI uri = URI.create(url);
            byte[] payload = body.getBytes(StandardCharsets.UTF_8);
            request = head(method, uri, payload.length, headers);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()), (int)
                    PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(payload);
            return read(socket.getInputStream(), method.equals("HEAD"));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + " failed: " + e.getMessage(), e);
        }
    }

    /** Whether the address answers with that status now; false when nothing answers. */
    public static boolean answers(String url, int status) {
        try {
            return get(url).status() == status;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public int status() {
        return status;
    }

    /** Names in any case; the last value of each. */
    public SortedMap<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body without its gzip compression. */
    public byte[] unzipped() {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the body is not gzip", e);
        }
    }

    /** The body as JSON. */
    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(text());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON (status " + status + "): " + text(), e);
        }
    }

    private static String head(String method, URI uri, int length, String... headers) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder()
                .append(method + " " + target + " HTTP/1.1\r\n")
                .append("Host: " + uri.getRawAuthority() + "\r\n")
                .append("Connection: close\r\n");
        if (length > 0) {
            head.append("Content-Length: " + length + "\r\n");
        }
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i] + ": " + headers[i + 1] + "\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static HttpAnswer read(InputStream in, boolean headOnly) throws IOException {
        String statusLine = line(in);
        if (!statusLine.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
            throw new IOException("not an HTTP status line: \"" + statusLine + "\"");
        }
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not an HTTP header: \"" + line + "\"");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        byte[] body = headOnly ? new byte[0] : body(in, headers);
        return new HttpAnswer(
                Integer.parseInt(statusLine.substring(9, 12)), Collections.unmodifiableSortedMap(headers), body);
    }

    private static byte[] body(InputStream in, SortedMap<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.write(exactly(in, size));
                line(in);
            }
            return body.toByteArray();
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].trim(), 16);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("the answer ended after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the answer ended after \"" + line.toString(StandardCharsets.UTF_8) + "\"");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
