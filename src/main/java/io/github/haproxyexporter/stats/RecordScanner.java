package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the answers that one connection brings into records: a record ends at a line feed outside quotes, so that a check's
 * text with line feeds in it stays in its row. The record is the range {@link #from()} to {@link #to()} of {@link #bytes()},
 * without its line feed, until the next call of {@link #next}.
 */
final class RecordScanner {

    /** Far more than a row of 150 columns with two check texts can need; an answer without line feeds must not fill the memory. */
    private static final int MAX_RECORD = 1 << 20;

    private static final int FIRST_BUFFER = 1 << 16;

    /** Answers other than the table are short and kept as they are: one without an end must not fill the memory. */
    private static final int MAX_LINES = 100_000;

    private static final int MAX_LINE_BYTES = 1 << 24;

    private final AnswerStream in;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int limit;
    private int from;
    private int to;
    private int next;
    private boolean quoted;
    private int lines;
    private long lineBytes;

    RecordScanner(AnswerStream in) {
        this.in = in;
    }

    /** Bytes of all lines that {@link #nextLine} gave. */
    long lineBytes() {
        return lineBytes;
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Whether the record has a quote in it. */
    boolean isQuoted() {
        return quoted;
    }

    /** Goes to the next record, quotes heeded. False at the end of the connection. */
    boolean nextRecord() throws IOException {
        return next(true);
    }

    /** Goes to the next line; a quote is a character like any other. False at the end of the connection. */
    boolean nextLine() throws IOException {
        boolean found = next(false);
        lines++;
        lineBytes += to - from;
        if (lines > MAX_LINES || lineBytes > MAX_LINE_BYTES) {
            throw new HaproxyException(
                    ErrorKind.TOO_LARGE,
                    "reading from " + in.source() + ": more than " + MAX_LINES + " lines or " + MAX_LINE_BYTES
                            + " bytes before the table; is this HAProxy's stats socket?");
        }
        return found;
    }

    /** Takes one line of an answer. */
    @FunctionalInterface
    interface LineReader {
        void read(String line) throws IOException;
    }

    /**
     * Reads the lines of one answer, up to the empty one that ends it.
     *
     * @throws HaproxyException of kind {@code TRUNCATED} when it is not there
     */
    static void eachLine(AnswerStream in, String command, LineReader reader) throws IOException {
        eachLine(new RecordScanner(in), in.source(), command, reader);
    }

    /** The same of one of several answers that a connection brings. */
    static void eachLine(RecordScanner scanner, String source, String command, LineReader reader) throws IOException {
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                return;
            }
            reader.read(scanner.line());
        }
        throw StatReader.truncated(source, command);
    }

    /** The record as text. */
    String line() {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** What the record says, for messages: its first bytes, printable. */
    String excerpt() {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to && text.length() < 60; i++) {
            text.append(buffer[i] >= ' ' && buffer[i] < 127 ? (char) buffer[i] : '?');
        }
        return text.toString();
    }

    private boolean next(boolean heedQuotes) throws IOException {
        from = next;
        quoted = false;
        boolean inside = false;
        int i = from;
        while (true) {
            for (; i < limit; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    if (!inside) {
                        to = i > from && buffer[i - 1] == '\r' ? i - 1 : i;
                        next = i + 1;
                        return true;
                    }
                } else if (b == '"' && heedQuotes) {
                    inside = !inside;
                    quoted = true;
                }
            }
            int scanned = i - from;
            if (!fill()) {
                return atEnd();
            }
            i = from + scanned;
        }
    }

    private boolean atEnd() throws HaproxyException {
        if (limit > from) {
            throw new HaproxyException(
                    ErrorKind.TRUNCATED,
                    "reading from " + in.source() + ": the answer was cut in the middle of a line after " + in.count()
                            + " bytes; was HAProxy stopped or reloaded?");
        }
        to = from;
        return false;
    }

    /** Reads more behind what is there, moving the unfinished record to the front first. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, limit - from);
            limit -= from;
            from = 0;
            next = 0;
        }
        if (limit == buffer.length) {
            if (limit >= MAX_RECORD) {
                throw new HaproxyException(
                        ErrorKind.MALFORMED,
                        "reading from " + in.source() + ": a line is longer than " + MAX_RECORD
                                + " bytes; is this HAProxy's stats socket?");
            }
            buffer = Arrays.copyOf(buffer, limit * 2);
        }
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n < 0) {
            return false;
        }
        limit += n;
        return true;
    }
}
