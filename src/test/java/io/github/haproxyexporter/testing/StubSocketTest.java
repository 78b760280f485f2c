package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StubSocketTest {
    @Test
    void answering_severalCommands_answersEachAndRecordsTheLine() {
        try (StubSocket stub = StubSocket.unix(StubScript.answering("# pxname,\na,\n", "Pid: 1\n"))) {
            HaproxySocket socket = new HaproxySocket(stub.path());

            assertThat(socket.command("show info;show stat")).isEqualTo("Pid: 1\n\n# pxname,\na,\n\n");
            assertThat(socket.command("help")).startsWith("Unknown command");
            assertThat(stub.commands()).containsExactly("show info;show stat", "help");
            assertThat(stub.connections()).isEqualTo(2);
            assertThat(stub.uri()).isEqualTo("unix:" + stub.path());
        }
    }

    @Test
    void scripts_several_playInTurnAndTheLastAgain() {
        try (StubSocket stub = StubSocket.unix(StubScript.sending("one"), StubScript.sending("two"))) {
            HaproxySocket socket = new HaproxySocket(stub.path());

            assertThat(socket.command("x") + socket.command("x") + socket.command("x"))
                    .isEqualTo("onetwotwo");
        }
    }

    @Test
    void trickling_bytes_allArrive() {
        try (StubSocket stub =
                StubSocket.unix(StubScript.trickling("abc".getBytes(StandardCharsets.UTF_8), Duration.ofMillis(1)))) {
            assertThat(new HaproxySocket(stub.path()).command("x")).isEqualTo("abc");
        }
    }

    @Test
    void latch_opened_letsTheScriptGoOn() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        StubScript script = connection -> {
            connection.send("first");
            connection.await(latch);
            connection.send("second");
        };
        try (StubSocket stub = StubSocket.unix(script);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(stub.path()))) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            channel.read(buffer);
            assertThat(buffer.position()).isEqualTo(5);
            latch.countDown();
            while (channel.read(buffer) >= 0) {
                assertThat(buffer.position()).isLessThanOrEqualTo(11);
            }
            assertThat(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8))
                    .isEqualTo("firstsecond");
        }
    }

    @Test
    void endless_answer_isStillComingAfterMuch() throws Exception {
        byte[] piece = new byte[10_000];
        try (StubSocket stub = StubSocket.tcp(StubScript.endless(new byte[] {1}, piece));
                Socket socket = connect(stub.port())) {
            socket.getOutputStream().write('\n');

            assertThat(socket.getInputStream().readNBytes(3_000_000)).hasSize(3_000_000);
        }
    }

    @Test
    void hanging_connection_staysOpenAndSilent() throws Exception {
        try (StubSocket stub = StubSocket.tcp(StubScript.hanging());
                Socket socket = connect(stub.port())) {
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void resetting_connection_isReset() throws Exception {
        try (StubSocket stub = StubSocket.tcp(StubScript.resetting());
                Socket socket = connect(stub.port())) {
            socket.getOutputStream().write('\n');

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void greeting_speaksFirst() throws Exception {
        try (StubSocket stub = StubSocket.tcp(StubScript.greeting("220 mail\r\n"));
                Socket socket = connect(stub.port())) {
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("220 mail\r\n");
        }
    }

    @Test
    void close_failedScript_isReported() {
        StubSocket stub = StubSocket.unix(connection -> {
            throw new IllegalStateException("script is wrong");
        });
        assertThat(new HaproxySocket(stub.path()).answers()).isFalse();

        assertThatThrownBy(stub::close).hasRootCauseMessage("script is wrong");
    }

    @Test
    void blackHole_connect_timesOut() {
        try (BlackHole hole = BlackHole.open();
                Socket socket = new Socket()) {
            assertThatThrownBy(() ->
                            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.port()), 300))
                    .isInstanceOf(SocketTimeoutException.class);
        } catch (IOException e) {
            throw new AssertionError("closing failed", e);
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }
}
