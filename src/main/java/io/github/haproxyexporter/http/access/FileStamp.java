package io.github.haproxyexporter.http.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a file looks like from outside: another one when it was written to or replaced, as by a new target of a symbolic link. */
record FileStamp(Path file, String look) {

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    file,
                    attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey() + " "
                            // A change of rights alone leaves the rest as it was.
                            + Files.isReadable(file));
        } catch (IOException e) {
            return new FileStamp(file, "missing");
        }
    }
}
