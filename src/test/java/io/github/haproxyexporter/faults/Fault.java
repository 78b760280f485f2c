package io.github.haproxyexporter.faults;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.testing.StubScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Something that a stats socket does wrong.
 *
 * @param kind the error that must come of it; empty when HAProxy has been read all the same
 */
record Fault(String name, StubScript script, Optional<ErrorKind> kind) {

    private static final byte[] GOOD = Dumps.small();
    private static final String INFO = Dumps.info(GOOD);
    private static final String STAT = Dumps.stat(GOOD);
    private static final String HEADER = STAT.substring(0, STAT.indexOf('\n') + 1);

    /** All that make the scrape fail. */
    static List<Fault> failing() {
        List<Fault> faults = new ArrayList<>(List.of(
                failing("accepts and hangs", StubScript.hanging(), ErrorKind.TIMEOUT),
                failing("hangs after the header", StubScript.hangingAfter(utf8(INFO + HEADER)), ErrorKind.TIMEOUT),
                failing(
                        "hangs in the middle of a row",
                        StubScript.hangingAfter(until(GOOD.length - 100)),
                        ErrorKind.TIMEOUT),
                failing(
                        "hangs before the empty line",
                        StubScript.hangingAfter(until(GOOD.length - 1)),
                        ErrorKind.TIMEOUT),
                failing("sends a byte at a time", StubScript.trickling(GOOD, Duration.ofMillis(20)), ErrorKind.TIMEOUT),
                failing("closes without a word", StubScript.closing(), ErrorKind.TRUNCATED),
                failing("ends after the header", StubScript.sending(INFO + HEADER), ErrorKind.TRUNCATED),
                failing("answers by nothing but empty lines", StubScript.sending("\n\n\n\n"), ErrorKind.PROTOCOL),
                failing("sends garbage", StubScript.sending(garbage()), ErrorKind.PROTOCOL),
                failing(
                        "sends garbage in place of a row",
                        StubScript.sending(INFO + HEADER + "%&$\n\n"),
                        ErrorKind.MALFORMED),
                failing("sends NULs", StubScript.sending(new byte[5000]), ErrorKind.TRUNCATED),
                failing("sends lines of NULs", StubScript.sending("\0\0\n\0\0\n\n"), ErrorKind.PROTOCOL),
                failing(
                        "sends a line without an end",
                        StubScript.endless(utf8(INFO + HEADER), filled('a')),
                        ErrorKind.MALFORMED),
                failing(
                        "sends a first line without an end",
                        StubScript.endless(new byte[0], filled('a')),
                        ErrorKind.MALFORMED),
                failing(
                        "opens a quote and never closes it",
                        StubScript.endless(utf8(INFO + HEADER + "\"shop"), utf8("web,web,web\n".repeat(5000))),
                        ErrorKind.MALFORMED),
                failing(
                        "repeats a row without an end",
                        StubScript.endless(utf8(INFO + HEADER), utf8(firstRow().repeat(100))),
                        ErrorKind.TOO_LARGE),
                failing("sends fresh rows without an end", freshRows(), ErrorKind.TOO_LARGE),
                failing("sends facts without an end", freshFacts(), ErrorKind.TOO_LARGE),
                failing(
                        "sends a header of 10,000 columns",
                        StubScript.sending(INFO + "# pxname,svname," + "x,".repeat(10_000) + "\n\n"),
                        ErrorKind.MALFORMED),
                failing(
                        "knows none of the commands",
                        StubScript.sending(unknownCommand().repeat(2)),
                        ErrorKind.PROTOCOL),
                failing("knows no show info", StubScript.sending(unknownCommand() + STAT), ErrorKind.PROTOCOL),
                failing("knows no show stat", StubScript.sending(INFO + unknownCommand()), ErrorKind.PROTOCOL),
                failing(
                        "denies everything",
                        StubScript.sending("Permission denied\n\nPermission denied\n\n"),
                        ErrorKind.PERMISSION_DENIED),
                failing(
                        "denies the table",
                        StubScript.sending(INFO + "Permission denied\n\n"),
                        ErrorKind.PERMISSION_DENIED),
                failing("speaks HTTP", StubScript.sending("HTTP/1.0 400 Bad request\r\n\r\n"), ErrorKind.PROTOCOL),
                failing("speaks first", StubScript.greetingAndHearing("220 mail ready\r\n"), ErrorKind.PROTOCOL),
                failing(
                        "has a row that is two",
                        StubScript.sending(INFO + "# pxname,svname,type,\na\"b,c,0,\nd,e\"f,0,\n\n"),
                        ErrorKind.MALFORMED)));
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            int place = random.nextInt(GOOD.length);
            faults.add(
                    failing("is cut after " + place + " bytes", StubScript.sending(until(place)), ErrorKind.TRUNCATED));
        }
        byte[] large = Dumps.full();
        for (int i = 0; i < 10; i++) {
            int place = random.nextInt(large.length);
            faults.add(failing(
                    "is large and cut after " + place + " bytes",
                    StubScript.sending(Arrays.copyOf(large, place)),
                    ErrorKind.TRUNCATED));
        }
        return faults;
    }

    static byte[] good() {
        return GOOD.clone();
    }

    /** The good {@code show info} with another table. */
    static StubScript table(String csv) {
        return StubScript.sending(INFO + csv + "\n");
    }

    private static Fault failing(String name, StubScript script, ErrorKind kind) {
        return new Fault(name, script, Optional.of(kind));
    }

    private static String firstRow() {
        return STAT.substring(HEADER.length(), STAT.indexOf('\n', HEADER.length()) + 1);
    }

    private static String unknownCommand() {
        return """
                Unknown command: 'show stat'. Please enter one of following commands only :
                  help [<command>]                        : list matching or all commands
                  quit                                    : disconnect

                """;
    }

    /** Rows that each name another server: what is kept of them fills the memory, not the answer. */
    private static StubScript freshRows() {
        return connection -> {
            connection.readLine();
            connection.send(INFO + HEADER);
            for (int i = 0; connection.isOpen(); ) {
                StringBuilder rows = new StringBuilder();
                for (int last = i + 5000; i < last; i++) {
                    rows.append("b,s").append(i).append(",1\n");
                }
                connection.send(rows.toString());
            }
        };
    }

    private static StubScript freshFacts() {
        return connection -> {
            connection.readLine();
            for (int i = 0; connection.isOpen(); ) {
                StringBuilder lines = new StringBuilder();
                for (int last = i + 5000; i < last; i++) {
                    lines.append("f").append(i).append(": 1\n");
                }
                connection.send(lines.toString());
            }
        };
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        bytes[50] = '\n';
        return bytes;
    }

    private static byte[] filled(char c) {
        byte[] bytes = new byte[1 << 16];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }

    private static byte[] until(int length) {
        return Arrays.copyOf(GOOD, length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
