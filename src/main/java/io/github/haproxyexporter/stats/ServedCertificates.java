package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.text.Printable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The certificates that HAProxy serves, read from {@code show ssl sni} (since 3.2) or from {@code show ssl cert} (management guide, 9.3).
 * Names come from whoever made the certificates: they are cleaned and bounded, and what then has one name is one certificate.
 */
public final class ServedCertificates {

    /** Tells names and expiry at level {@code user}. */
    public static final String SNI_COMMAND = "show ssl sni";

    /** Lists files, and with a file's name tells its expiry; needs level {@code operator}. */
    public static final String FILE_COMMAND = "show ssl cert";

    private static final int MAX_NAME = 256;
    private static final String UNKNOWN_COMMAND = "Unknown command";

    /** How {@code show ssl cert} refuses a socket of a lower level. */
    private static final String REFUSED = "Can't allocate memory!";

    private static final String EXPIRY = "notAfter: ";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy 'GMT'", Locale.ROOT);

    private final Map<String, Long> expiries = new LinkedHashMap<>();
    private final Set<List<String>> names = new LinkedHashSet<>();

    /**
     * Reads the answer to {@link #SNI_COMMAND}.
     *
     * @return false when HAProxy does not know the command
     */
    public boolean readNames(AnswerStream in) throws IOException {
        List<String> header = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        RecordScanner.eachLine(in, SNI_COMMAND, line -> {
            if (!header.isEmpty()) {
                addName(header, line.split("\t", -1));
            } else if (line.startsWith("# ")) {
                header.addAll(List.of(line.substring(2).split("\t", -1)));
            } else {
                refusals.add(line);
            }
        });
        if (!refusals.isEmpty() && !refusals.get(0).startsWith(UNKNOWN_COMMAND)) {
            throw refused(in, SNI_COMMAND, refusals.get(0));
        }
        return !header.isEmpty();
    }

    private void addName(List<String> header, String[] cells) {
        if (cells.length == header.size()) {
            Records row = new Records(header, List.<String[]>of(cells));
            String file = row.text(0, "Filename");
            // A proxy's name, then a slash and the place of its bind line.
            String frontend = row.text(0, "Frontend/Bind").replaceFirst("/.*", "");
            add(file, row.text(0, "NotAfter"));
            names.add(List.of(bounded(frontend), bounded(row.text(0, "SNI")), bounded(file)));
        }
    }

    /** Reads the names of files in the answer to {@link #FILE_COMMAND}, as HAProxy wrote them; none when HAProxy has no TLS. */
    public static List<String> readFiles(AnswerStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        RecordScanner.eachLine(in, FILE_COMMAND, lines::add);
        if (lines.isEmpty() || lines.get(0).startsWith(UNKNOWN_COMMAND)) {
            return List.of();
        }
        if (!lines.get(0).startsWith("# ")) {
            throw refused(in, FILE_COMMAND, lines.get(0));
        }
        // A name after a star is that of a change which is not committed.
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("*"))
                .toList();
    }

    /** The command that asks about a file. The name is escaped: none of its characters ends the command. */
    public static String command(String file) {
        return FILE_COMMAND + " " + file.replaceAll("[^A-Za-z0-9_./:@+=-]", "\\\\$0");
    }

    /** Reads the answers to {@link #command} for files, one after the other. A file that is gone since is left out. */
    public void readExpiries(AnswerStream in, List<String> files) throws IOException {
        RecordScanner scanner = new RecordScanner(in);
        for (String file : files) {
            RecordScanner.eachLine(scanner, in.source(), FILE_COMMAND, line -> {
                if (line.startsWith(EXPIRY)) {
                    add(file, line.substring(EXPIRY.length()));
                }
            });
        }
    }

    private void add(String file, String notAfter) {
        try {
            long seconds = LocalDateTime.parse(notAfter.strip().replaceAll(" +", " "), DATE)
                    .toEpochSecond(ZoneOffset.UTC);
            expiries.merge(bounded(file), seconds, Math::min);
        } catch (DateTimeException e) {
            // Without a date there is nothing to tell.
        }
    }

    private static String bounded(String name) {
        return Printable.clean(name, ' ', MAX_NAME);
    }

    private static HaproxyException refused(AnswerStream in, String command, String line) {
        return line.startsWith(REFUSED)
                ? new HaproxyException(
                        ErrorKind.PERMISSION_DENIED,
                        "asking " + in.source() + ": HAProxy answered '" + REFUSED + "' to '" + command
                                + "', its refusal below 'level operator'")
                : StatReader.unexpected(in.source(), command, Printable.clean(line, ' ', Printable.QUOTED));
    }

    /** A row for each certificate: {@code certificate}, and {@code not_after} in seconds since 1970. */
    public Records expiries() {
        return new Records(
                List.of("certificate", "not_after"),
                expiries.entrySet().stream()
                        .map(entry -> new String[] {entry.getKey(), Long.toString(entry.getValue())})
                        .toList());
    }

    /** A row for each name that a frontend serves: {@code frontend}, {@code sni} and {@code certificate}. */
    public Records names() {
        return new Records(
                List.of("frontend", "sni", "certificate"),
                names.stream().map(name -> name.toArray(String[]::new)).toList());
    }
}
