package io.github.haproxyexporter.faults;

import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HaproxySocket;
import io.github.haproxyexporter.testing.ParityHaproxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What real HAProxies said, in files beside this class, for tests that change it and cut it up. {@link #main} records them anew from the HAProxies of this
 * machine (see {@link HaproxyFlavor}).
 */
public final class Dumps {
    /** What the daemon asks at every scrape. */
    static final String SCRAPE = "show info;show stat";

    /** A frontend, and the beginning of its backend, whose lines follow. */
    static final String SHOP = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend shop

            backend shop
            """;

    private static final String SMALL = SHOP + """
                server web1 127.0.0.1:{{port:closed}}
                server web2 127.0.0.1:{{port:closed}} check inter 100ms fall 1
            """;

    private Dumps() {}

    /** One frontend, one backend, a server that is not checked and one that is down; HAProxy 2.6. */
    public static byte[] small() {
        return read("small-2.6.txt");
    }

    /** Every kind of row, state and check result; HAProxy 2.6. */
    public static byte[] full() {
        return read("full-2.6.txt");
    }

    static byte[] read(String name) {
        try (InputStream in = Dumps.class.getResourceAsStream("dumps/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no dump " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of an answer to {@link #SCRAPE} behind the empty line that ends {@code show info}. */
    static String stat(byte[] dump) {
        String text = new String(dump, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\n\n") + 2);
    }

    /** The part before it, with the empty line. */
    static String info(byte[] dump) {
        String text = new String(dump, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf("\n\n") + 2);
    }

    /** Records all dumps into a directory. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        Map<String, String> commands = new TreeMap<>(Map.of("full", SCRAPE, "tables", "show table;show resolvers"));
        for (HaproxyFlavor flavor : HaproxyFlavor.all()) {
            String version = flavor.version();
            try (HaproxyProcess small =
                    HaproxyProcess.builder().flavor(flavor).config(SMALL).start()) {
                small.awaitStatus("shop", "web2", "DOWN");
                Files.write(
                        directory.resolve("small-" + version + ".txt"),
                        small.socket().bytes(SCRAPE));
                Files.write(
                        directory.resolve("smalltyped-" + version + ".txt"),
                        small.socket().bytes("show stat typed"));
            }
            try (ParityHaproxy full = ParityHaproxy.start(flavor)) {
                HaproxySocket socket = full.haproxy().socket();
                for (Map.Entry<String, String> command : commands.entrySet()) {
                    Files.write(
                            directory.resolve(command.getKey() + "-" + version + ".txt"),
                            socket.bytes(command.getValue()));
                }
            }
        }
    }
}
