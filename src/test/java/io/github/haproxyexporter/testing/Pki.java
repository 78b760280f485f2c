package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Certificates and keys by the real {@code openssl}, as files {@code NAME.pem} and {@code NAME.key} of a directory. */
public final class Pki implements AutoCloseable {
    private final ScratchDirectory directory = ScratchDirectory.create();

    /** The path of one of the files. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    public Path write(String name, String text) {
        return directory.write(name, text);
    }

    /** A certificate that signs itself, with these alternative names, such as {@code DNS:localhost,IP:127.0.0.1}. */
    public Pki selfSigned(String name, String alternativeNames, String... newKey) {
        List<String> command =
                new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=" + name));
        command.addAll(
                newKey.length > 0 ? List.of(newKey) : List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        command.addAll(List.of("-addext", "subjectAltName=" + alternativeNames));
        command.addAll(List.of(
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".pem").toString()));
        return openssl(command);
    }

    /** A certificate that another one has signed. */
    public Pki signed(String name, String authority, String alternativeNames) {
        openssl(List.of(
                "req",
                "-new",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".csr").toString()));
        write(name + ".ext", "subjectAltName=" + alternativeNames + "\n");
        return openssl(List.of(
                "x509",
                "-req",
                "-days",
                "30",
                "-CAcreateserial",
                "-in",
                file(name + ".csr").toString(),
                "-CA",
                file(authority + ".pem").toString(),
                "-CAkey",
                file(authority + ".key").toString(),
                "-extfile",
                file(name + ".ext").toString(),
                "-out",
                file(name + ".pem").toString()));
    }

    /** Puts a file in the place of another at once, as tools that renew certificates do. */
    public void replace(String name, String by) {
        try {
            Path next = Files.copy(file(by), file(name + ".next"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace " + name, e);
        }
    }

    /** Runs {@code openssl} to its end; it must succeed. */
    public Pki openssl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.find("openssl").toString()));
        command.addAll(arguments);
        Finished.run(command).orThrow();
        return this;
    }

    @Override
    public void close() {
        directory.close();
    }
}
