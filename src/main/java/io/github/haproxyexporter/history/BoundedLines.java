package io.github.haproxyexporter.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, cut at the length of HAProxy's longest: a stream without line ends must not fill the memory. */
final class BoundedLines {

    private static final int LONGEST = 65_536;

    private final InputStream in;
    private final byte[] buffer = new byte[LONGEST];
    private final byte[] line = new byte[LONGEST];
    private int next;
    private int limit;
    private boolean whole;

    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** The next line, null at the end. Any byte may be in it, so decoding does not fail. */
    @Nullable
    String next() throws IOException {
        whole = false;
        int length = 0;
        while (!whole) {
            if (next == limit) {
                next = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    return length == 0 ? null : new String(line, 0, length, StandardCharsets.UTF_8);
                }
            }
            byte b = buffer[next++];
            whole = b == '\n';
            if (!whole && length < LONGEST) {
                line[length++] = b;
            }
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether the last line had its end. */
    boolean isWhole() {
        return whole;
    }
}
