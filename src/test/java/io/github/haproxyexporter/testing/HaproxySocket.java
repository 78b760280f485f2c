package io.github.haproxyexporter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A test's own way to a stats socket: commands in, answers out. It shares nothing with the client under test. */
public record HaproxySocket(Path path) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The address as the exporters take it. */
    public String uri() {
        return "unix:" + path;
    }

    /**
     * Sends one command line and gives the answer to its end.
     *
     * @throws UncheckedIOException when nothing answers within ten seconds
     */
    public String command(String line) {
        return new String(bytes(line), StandardCharsets.UTF_8);
    }

    /** Like {@link #command(String)}, as the bytes that came. */
    public byte[] bytes(String line) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(65_536);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
                if (selector.select(PATIENCE.toMillis()) == 0) {
                    throw new IOException("no answer within " + PATIENCE);
                }
                selector.selectedKeys().clear();
            }
            return answer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send \"" + line + "\" to " + path + ": " + e.getMessage(), e);
        }
    }

    /** Sends a command that changes something, and throws when HAProxy has an objection. */
    public void change(String line) {
        String answer = command(line);
        if (!answer.isBlank()) {
            throw new IllegalStateException("\"" + line + "\" was answered by: " + answer.strip());
        }
    }

    /** Whether HAProxy answers there now. */
    public boolean answers() {
        try {
            return command("show info").contains("Pid:");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** {@code show info} by field name. */
    public Map<String, String> info() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : command("show info").split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return fields;
    }

    /** The rows of {@code show stat} by column name. */
    public List<Map<String, String>> rows() {
        return StatRows.parse(command("show stat"));
    }

    /** The row of one proxy and server ({@code FRONTEND}, {@code BACKEND}, a server or a listener). */
    public Optional<Map<String, String>> row(String proxy, String server) {
        return rows().stream()
                .filter(row -> proxy.equals(row.get("pxname")) && server.equals(row.get("svname")))
                .findFirst();
    }

    /** The {@code status} column of one row. */
    public String status(String proxy, String server) {
        return column(proxy, server, "status");
    }

    /** A column of one row, empty when the row has none. */
    public String column(String proxy, String server, String column) {
        return row(proxy, server)
                .orElseThrow(() -> new IllegalArgumentException("no row " + proxy + "/" + server + " in: "
                        + rows().stream()
                                .map(row -> row.get("pxname") + "/" + row.get("svname"))
                                .collect(Collectors.joining(" "))))
                .getOrDefault(column, "");
    }
}
