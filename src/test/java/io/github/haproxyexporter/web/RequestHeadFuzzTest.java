package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any bytes on a connection: each answer is HTTP and no internal error, nothing is logged at length, and the connection ends. */
class RequestHeadFuzzTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    /** How junixsocket spells the host of the address of a Unix domain socket. */
    private static final String UNIX_SOCKET = ".un.junixsocket";

    private static final int PATIENCE_MILLIS = 20_000;

    /** Started once for all inputs, and ended with the process. */
    private static final StubSocket HAPROXY =
            StubSocket.unix(StubScript.answering("# pxname,svname,type,\n", "Name: HAProxy\n"));

    private static final InProcessExporter EXPORTER = InProcessExporter.start(HAPROXY, Profile.EXPORTER);

    @FuzzTest(maxDuration = "10m")
    void head(byte[] bytes) throws IOException {
        // Jazzer takes every connection for a finding that the target does not name: ours to the server, the server's
        // to the stub.
        BugDetectors.allowNetworkConnections((host, port) ->
                host.equals(InetAddress.getLoopbackAddress().getHostName()) || host.endsWith(UNIX_SOCKET));
        try (LogLines log = LogLines.of("io.github.haproxyexporter.http.Router")) {
            String answer = exchange(bytes);
            if (!answer.isEmpty()) {
                assertThat(answer).startsWith("HTTP/1.1 ");
            }
            Matcher status = STATUS.matcher(answer);
            while (status.find()) {
                assertThat(Integer.parseInt(status.group(1))).isNotEqualTo(500);
            }
            assertThat(log.take())
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("DEBUG")
                            .hasSizeLessThan(400)
                            .doesNotContainPattern("\\p{Cntrl}"));
        }
    }

    /** What comes back until the server closes; the input's end is the end of what is sent. */
    private static String exchange(byte[] bytes) throws IOException {
        int port = URI.create(EXPORTER.url("/")).getPort();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answer);
            } catch (SocketException e) {
                // Reset: the server has closed with something unread.
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
