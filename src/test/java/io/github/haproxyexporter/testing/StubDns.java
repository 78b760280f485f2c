package io.github.haproxyexporter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** A name server for which every name that begins with {@code known} is 127.0.0.1 and no other exists (RFC 1035, UDP only). */
public final class StubDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final DatagramSocket socket;

    private StubDns(DatagramSocket socket) {
        this.socket = socket;
    }

    public static StubDns start() {
        try {
            StubDns dns = new StubDns(new DatagramSocket(Ports.free(), InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(dns::serve, "stub-dns");
            thread.setDaemon(true);
            thread.start();
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for DNS questions", e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                byte[] answer = answer(packet.getData());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // The socket was closed: the stub's ordinary end.
        }
    }

    private static byte[] answer(byte[] question) {
        int end = HEADER;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        int type = question[end + 2];
        String firstLabel = new String(question, HEADER + 1, question[HEADER], StandardCharsets.US_ASCII);
        boolean known = firstLabel.startsWith("known");
        boolean address = known && type == 1;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(question, 0, 2);
        // An authoritative answer; code 3 is "no such name".
        writeShort(answer, 0x8580 | (known ? 0 : 3));
        writeShort(answer, 1);
        writeShort(answer, address ? 1 : 0);
        writeShort(answer, 0);
        writeShort(answer, 0);
        answer.write(question, HEADER, end + 5 - HEADER);
        if (address) {
            // The name by a pointer to the question, then type A, class IN, 1 hour, 4 bytes.
            writeShort(answer, 0xc000 | HEADER);
            writeShort(answer, 1);
            writeShort(answer, 1);
            writeShort(answer, 0);
            writeShort(answer, 3600);
            writeShort(answer, LOOPBACK.length);
            answer.writeBytes(LOOPBACK);
        }
        return answer.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
