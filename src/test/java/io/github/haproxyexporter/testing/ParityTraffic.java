package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The burst of requests that makes the counters of {@link ParityHaproxy} move: some thousand bytes, some seconds. */
final class ParityTraffic {
    private static final List<String> PATHS = List.of(
            "/",
            "/status/201",
            "/status/204",
            "/status/301",
            "/status/304",
            "/status/404",
            "/status/429",
            "/status/500",
            "/status/503",
            "/text",
            "/text",
            "/deny",
            "/tarpit",
            "/redirect",
            "/empty",
            "/backup",
            "/secure",
            "/secure",
            "/broken",
            "/broken",
            "/refused",
            "/retry",
            "/retry",
            "/retry",
            "/api");

    private ParityTraffic() {}

    static void send(HaproxyProcess haproxy) {
        for (String path : PATHS) {
            // The answer counts, whatever it is; a cut one too.
            swallow(() -> HttpAnswer.get(haproxy.url("web", path)));
        }
        HttpAnswer.get(haproxy.url("web2", "/text"), "Accept-Encoding", "gzip");
        HttpAnswer.get(haproxy.url("web2", "/secure"), "Accept-Encoding", "gzip");
        HttpAnswer.post(haproxy.url("web", "/"), "x".repeat(5000));
        HttpAnswer.get(haproxy.url("strange", "/"));
        HttpAnswer.get(haproxy.url("tcp", "/"));
        raw(haproxy.port("web"), "127.0.0.1", "this is not HTTP\r\n\r\n");
        raw(haproxy.port("web"), "127.0.0.2", "GET / HTTP/1.0\r\n\r\n");
        raw(haproxy.port("web"), "127.0.0.3", "GET / HTTP/1.0\r\n\r\n");
        String secure = "https://127.0.0.1:" + haproxy.port("webtls") + "/text";
        curl("--http2", secure, secure, secure);
        curl("--http1.1", secure);
        raw(haproxy.port("webtls"), "127.0.0.1", "GET / HTTP/1.0\r\n\r\n");
    }

    private static void curl(String protocol, String... urls) {
        for (String url : urls) {
            Finished.run(Programs.find("curl").toString(), "-sk", "-m", "10", "-o", "/dev/null", protocol, url)
                    .orThrow();
        }
    }

    private static void raw(int port, String from, String request) {
        swallow(() -> {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                socket.setSoTimeout(5000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void swallow(Runnable request) {
        try {
            request.run();
        } catch (UncheckedIOException e) {
            // Rejected and reset connections are part of the traffic.
        }
    }
}
