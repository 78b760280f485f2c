package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code show table} without arguments (management guide, 9.3): sizes in entries. */
public record StickTable(String name, String type, long size, long used) {

    private static final Pattern LINE =
            Pattern.compile("# table: (\\S+), type: (\\S+), size: ?(\\d{1,18}), used: ?(\\d{1,18}).*");

    static List<StickTable> read(RecordScanner scanner, String source) throws IOException {
        Map<List<String>, StickTable> tables = new LinkedHashMap<>();
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                return List.copyOf(tables.values());
            }
            Matcher line = LINE.matcher(
                    new String(scanner.bytes(), scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8));
            if (line.matches()) {
                String name = TextPool.cleaned(line.group(1));
                String type = TextPool.cleaned(line.group(2));
                StickTable table =
                        new StickTable(name, type, Long.parseLong(line.group(3)), Long.parseLong(line.group(4)));
                tables.putIfAbsent(List.of(name, type), table);
            }
        }
        throw StatReader.truncated(source, "show table");
    }
}
