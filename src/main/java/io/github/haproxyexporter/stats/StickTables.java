package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to {@code show table} without arguments (management guide, 9.3). */
public final class StickTables {

    public static final String COMMAND = "show table";

    private static final Pattern LINE =
            Pattern.compile("# table: (\\S+), type: (\\S+), size: ?(\\d{1,18}), used: ?(\\d{1,18}).*");

    private StickTables() {}

    /** Reads a row for each table: {@code name}, {@code type}, and in entries {@code size} and {@code used}. */
    public static Records read(AnswerStream in) throws IOException {
        Map<List<String>, String[]> tables = new LinkedHashMap<>();
        RecordScanner.eachLine(in, COMMAND, line -> {
            Matcher table = LINE.matcher(line);
            if (table.matches()) {
                String name = TextPool.cleaned(table.group(1));
                String type = TextPool.cleaned(table.group(2));
                tables.putIfAbsent(List.of(name, type), new String[] {name, type, table.group(3), table.group(4)});
            }
        });
        return new Records(List.of("name", "type", "size", "used"), List.copyOf(tables.values()));
    }
}
