package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code show table} without arguments (management guide, 9.3): sizes in entries. */
public record StickTable(String name, String type, long size, long used) {

    private static final Pattern LINE =
            Pattern.compile("# table: (\\S+), type: (\\S+), size: ?(\\d{1,18}), used: ?(\\d{1,18}).*");

    static List<StickTable> read(RecordScanner scanner, String source) throws IOException {
        List<StickTable> tables = new ArrayList<>();
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                return tables;
            }
            Matcher line = LINE.matcher(
                    new String(scanner.bytes(), scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8));
            if (line.matches()) {
                tables.add(new StickTable(
                        line.group(1), line.group(2), Long.parseLong(line.group(3)), Long.parseLong(line.group(4))));
            }
        }
        throw StatReader.truncated(source, "show table");
    }
}
