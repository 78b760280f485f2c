package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the CSV of {@code show stat} (management guide, 9.1) from a connection into a {@link StatTable}.
 *
 * <p>Nearly every row is free of quotes; cutting it at its commas is then all there is to CSV, and is done in place, bytes to
 * numbers. A row with a quote in it, which is a row with a check's text of other people's making, goes through Commons CSV.
 *
 * @param memory what the table takes its memory from
 * @param expectedRows how many rows there may be, such as there were the last time
 */
record StatReader(
        RecordScanner scanner,
        String source,
        KnownColumns known,
        Predicate<String> wanted,
        TextPool pool,
        MemoryBudget.Share memory,
        int expectedRows) {

    private static final CSVFormat CSV = CSVFormat.RFC4180;

    /** HAProxy 3.5 has 145; each costs memory in every row. */
    private static final int MAX_COLUMNS = 2048;

    /**
     * Reads one answer.
     *
     * @param endsWithEmptyLine whether the answer must end with an empty line (a socket) or ends with the stream (HTTP)
     * @throws HaproxyException {@code TRUNCATED} without its ending, {@code PERMISSION_DENIED} or {@code PROTOCOL} when
     *     HAProxy said something else, {@code MALFORMED} when a row is not CSV
     */
    StatTable read(boolean endsWithEmptyLine) throws IOException {
        StatTableBuilder builder = new StatTableBuilder(header(), known, wanted, pool, memory, expectedRows);
        while (scanner.nextRecord()) {
            if (scanner.isEmpty()) {
                return builder.build();
            }
            if (!readRow(builder)) {
                throw new HaproxyException(
                        ErrorKind.MALFORMED,
                        "reading from " + source + ": expected a row of 'show stat', got '" + scanner.excerpt() + "'");
            }
        }
        if (endsWithEmptyLine) {
            throw truncated(source, "show stat");
        }
        return builder.build();
    }

    static HaproxyException truncated(String source, String command) {
        return new HaproxyException(
                ErrorKind.TRUNCATED,
                "reading from " + source + ": the answer to '" + command
                        + "' lacks the empty line that ends it; was HAProxy stopped or reloaded?");
    }

    private List<String> header() throws IOException {
        if (!scanner.nextRecord()) {
            throw new HaproxyException(
                    ErrorKind.TRUNCATED,
                    "reading from " + source + ": the connection closed without an answer to 'show stat'");
        }
        String line = scanner.line();
        if (!line.startsWith("# pxname,svname,")) {
            throw unexpected(source, "show stat", scanner.excerpt());
        }
        List<String> names = new ArrayList<>(List.of(line.substring(2).split(",", -1)));
        if (names.get(names.size() - 1).isEmpty()) {
            names.remove(names.size() - 1);
        }
        if (names.size() > MAX_COLUMNS) {
            throw new HaproxyException(
                    ErrorKind.MALFORMED,
                    "reading from " + source + ": a header of " + names.size()
                            + " columns, expected about 150 and at most " + MAX_COLUMNS
                            + "; is this HAProxy's stats socket?");
        }
        return names;
    }

    /** The error for an answer that is something else than was asked for. */
    static HaproxyException unexpected(String source, String command, String excerpt) {
        if (excerpt.startsWith("Permission denied")) {
            return new HaproxyException(
                    ErrorKind.PERMISSION_DENIED,
                    "asking " + source + ": HAProxy answered 'Permission denied' to '" + command
                            + "'; the socket needs 'level user' at least");
        }
        return new HaproxyException(
                ErrorKind.PROTOCOL,
                "asking " + source + ": expected the answer to '" + command + "', got '" + excerpt
                        + (source.startsWith("http")
                                ? "'; append ;csv to the path, as in http://host/stats;csv"
                                : "'; is this HAProxy's stats socket?"));
    }

    private boolean readRow(StatTableBuilder builder) throws HaproxyException {
        builder.startRow();
        if (scanner.isQuoted()) {
            readQuoted(builder);
        } else {
            byte[] bytes = scanner.bytes();
            int to = scanner.to();
            int column = 0;
            int start = scanner.from();
            for (int i = start; i < to; i++) {
                if (bytes[i] == ',') {
                    builder.cell(column++, bytes, start, i);
                    start = i + 1;
                }
            }
            builder.cell(column, bytes, start, to);
        }
        return builder.endRow();
    }

    private void readQuoted(StatTableBuilder builder) throws HaproxyException {
        try (CSVParser parser = CSVParser.parse(scanner.line(), CSV)) {
            Iterator<CSVRecord> rows = parser.iterator();
            CSVRecord row = rows.next();
            for (int column = 0; column < row.size(); column++) {
                byte[] bytes = row.get(column).getBytes(StandardCharsets.UTF_8);
                builder.cell(column, bytes, 0, bytes.length);
            }
            if (rows.hasNext()) {
                // A quote in the middle of a cell, or a carriage return outside of quotes: HAProxy writes neither, and
                // what belongs to which row cannot be told.
                throw new IOException("a line that is more than one row");
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new HaproxyException(
                    ErrorKind.MALFORMED,
                    "reading from " + source + ": not CSV: '" + scanner.excerpt() + "' (" + e.getMessage() + ")",
                    e);
        }
    }
}
