package io.github.haproxyexporter.client;

import static io.github.haproxyexporter.client.Exchanges.client;
import static io.github.haproxyexporter.client.Exchanges.failure;
import static io.github.haproxyexporter.client.Exchanges.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.BlackHole;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.ScratchDirectory;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SocketClientTest {

    @Test
    void exchange_unix_sendsOneLineAndReadsTheAnswer() throws Exception {
        try (StubSocket stub = StubSocket.unix(StubScript.sending("hello"))) {
            HaproxyClient client = client(stub.uri());

            assertThat(client.exchange(List.of("show info", "show stat"), soon(), Exchanges::all))
                    .isEqualTo("hello");
            assertThat(stub.commands()).containsExactly("show info;show stat");
            assertThat(client.takesCommands()).isTrue();
            assertThat(client.address()).hasToString(stub.uri());
        }
    }

    @Test
    void exchange_tcp_readsTheAnswerAndKnowsItsTimes() throws Exception {
        try (StubSocket stub = StubSocket.tcp(StubScript.sending("hello"))) {
            String read = client(stub.uri()).exchange(List.of("show stat"), soon(), in -> {
                assertThat(in.read()).isEqualTo('h');
                assertThat(in.count()).isEqualTo(1);
                assertThat(in.source()).isEqualTo(stub.uri());
                assertThat(in.connectNanos()).isBetween(1L, 5_000_000_000L);
                String rest = Exchanges.all(in);
                assertThat(in.count()).isEqualTo(5);
                assertThat(in.read()).isEqualTo(-1);
                return rest;
            });

            assertThat(read).isEqualTo("ello");
        }
    }

    @Test
    void exchange_noSuchFile_isNotFound() {
        assertThat(failure("unix:/tmp/hx-no-such-socket"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
                .hasMessageContaining("connecting to unix:/tmp/hx-no-such-socket")
                .hasMessageContaining("stats socket");
    }

    @Test
    void exchange_pathTooLong_isNotFound() {
        assertThat(failure("unix:/tmp/" + "x".repeat(200)).kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void exchange_fileThatIsNoSocket_isRefused() throws IOException {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            assertThat(failure("unix:" + directory.write("file", "")).kind()).isEqualTo(ErrorKind.REFUSED);
        }
    }

    @Test
    void exchange_socketWithoutListener_isRefused() throws IOException {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Path socket = directory.resolve("s");
            // Its file stays behind, as a HAProxy's that crashed.
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(socket))
                    .close();

            assertThat(failure("unix:" + socket).kind()).isEqualTo(ErrorKind.REFUSED);
        }
    }

    @Test
    void exchange_abstractWithoutListener_isRefused() {
        assertThat(failure("unix:@hx-nobody-listens").kind()).isEqualTo(ErrorKind.REFUSED);
    }

    @Test
    void exchange_tcpWithoutListener_isRefused() {
        assertThat(failure("tcp://127.0.0.1:" + Ports.free()).kind()).isEqualTo(ErrorKind.REFUSED);
    }

    @Test
    void exchange_unknownHost_isNotFound() {
        assertThat(failure("tcp://no-such-host.invalid:9999").kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void exchange_connectHangs_timesOut() {
        try (BlackHole hole = BlackHole.open()) {
            HaproxyException e = failure("tcp://127.0.0.1:" + hole.port(), Duration.ofMillis(200));

            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e).hasMessageContaining("connecting to tcp://127.0.0.1:" + hole.port());
        }
    }

    /** An interrupted thread does not sleep any more: to go on trying would take all of a processor until the deadline. */
    @Test
    @Timeout(30)
    void exchange_interruptedWhileTheQueueIsFull_endsAtOnce() throws IOException {
        try (ScratchDirectory directory = ScratchDirectory.create();
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(directory.resolve("s"));
            listener.bind(socket, 1);
            first.connect(socket);
            second.connect(socket);
            Thread.currentThread().interrupt();

            HaproxyException e = failure("unix:" + socket, Duration.ofMinutes(2));

            assertThat(Thread.interrupted()).as("the caller learns of it").isTrue();
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e).hasMessageContaining("interrupted");
        }
    }

    @Test
    void exchange_answerHangs_timesOut() {
        try (StubSocket stub = StubSocket.unix(StubScript.hangingAfter("x".getBytes(StandardCharsets.UTF_8)))) {
            HaproxyException e = failure(stub.uri(), Duration.ofMillis(200));

            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e).hasMessageContaining("reading from " + stub.uri()).hasMessageContaining("200 ms");
        }
    }

    @Test
    void exchange_answerTrickles_timesOutAsAWhole() {
        byte[] slow = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
        try (StubSocket stub = StubSocket.unix(StubScript.trickling(slow, Duration.ofMillis(20)))) {
            assertThat(failure(stub.uri(), Duration.ofMillis(300)).kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void exchange_connectionReset_isTruncated() {
        try (StubSocket stub = StubSocket.tcp(StubScript.resetting())) {
            assertThat(failure(stub.uri()).kind()).isEqualTo(ErrorKind.TRUNCATED);
        }
    }

    @Test
    void exchange_asLongAsTheLimit_isRead() throws Exception {
        try (StubSocket stub = StubSocket.unix(StubScript.sending("x".repeat(1000)))) {
            assertThat(client(stub.uri()).exchange(List.of("show stat"), soon(), Exchanges::all))
                    .hasSize(1000);
        }
    }

    @Test
    void exchange_longerThanTheLimit_isTooLarge() {
        try (StubSocket stub = StubSocket.unix(StubScript.sending("x".repeat(1001)))) {
            assertThat(failure(stub.uri()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE))
                    .hasMessageContaining("longer than 1000 bytes")
                    .hasMessageContaining("--haproxy.max-response-size");
        }
    }

    @Test
    void errorKind_label_isLowerCase() {
        assertThat(ErrorKind.PERMISSION_DENIED.label()).isEqualTo("permission_denied");
        assertThat(new HaproxyException(ErrorKind.TOO_LARGE, "big").text()).isEqualTo("big");
    }
}
