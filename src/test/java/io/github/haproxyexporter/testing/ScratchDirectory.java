package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with a short path, deleted on close. A unix socket's path may have 107 bytes at most, which rules out the build directory. With a root, the
 * directory is in that root and the same path leads to it from inside (by {@code chroot}) and from outside (by a link).
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final Path SHORT_PARENT = Path.of("/tmp");

    private final Path path;
    private final Optional<Path> link;

    private ScratchDirectory(Path path, Optional<Path> link) {
        this.path = path;
        this.link = link;
    }

    /** A directory in the machine's own {@code /tmp}. */
    public static ScratchDirectory create() {
        try {
            Path created = Files.createTempDirectory(SHORT_PARENT, "hx-");
            // Daemons that drop to another user have to reach their sockets and files.
            Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScratchDirectory(created, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory in " + SHORT_PARENT, e);
        }
    }

    /** A directory in a root's {@code /tmp}, reached by the same path from outside. */
    public static ScratchDirectory createIn(Path root) {
        try {
            Path parent = root.resolve(SHORT_PARENT.toString().substring(1));
            Files.createDirectories(parent);
            Path created = Files.createTempDirectory(parent, "hx-");
            Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path link = Files.createSymbolicLink(SHORT_PARENT.resolve(created.getFileName()), created.toAbsolutePath());
            return new ScratchDirectory(created, Optional.of(link));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory in /tmp of the root " + root, e);
        }
    }

    /** The path, the same inside and outside of a root. */
    public Path path() {
        return link.orElse(path);
    }

    /** A path in this directory. */
    public Path resolve(String name) {
        return path().resolve(name);
    }

    /** Writes a text file into this directory and gives its path. */
    public Path write(String name, String text) {
        Path file = resolve(name);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            if (link.isPresent()) {
                Files.deleteIfExists(link.get());
            }
            deleteTree(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private static void deleteTree(Path top) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(top)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.deleteIfExists(entry);
        }
    }
}
