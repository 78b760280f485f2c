package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to {@code show info} (management guide, 9.3): names to values, in HAProxy's order.
 *
 * @param fields the values as HAProxy gave them
 */
public record ProcessInfo(Map<String, String> fields) {

    /** HAProxy has always said these. The list of commands that an unknown one is answered by has colons too, but none of them. */
    private static final List<String> MARKS = List.of("Name", "Version", "Pid");

    public ProcessInfo {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field, or the empty text. */
    public String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /** What tells one HAProxy process from the next behind the same address: a reload changes it. */
    public String process() {
        return get("Version") + ' ' + get("Pid") + ' ' + get("Start_time_sec");
    }

    static ProcessInfo read(RecordScanner scanner, String source) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String first = "";
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                if (MARKS.stream().noneMatch(fields::containsKey)) {
                    throw StatReader.unexpected(source, "show info", first);
                }
                return new ProcessInfo(fields);
            }
            String line = TextPool.cleaned(scanner.line());
            first = fields.isEmpty() ? scanner.excerpt() : first;
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw StatReader.unexpected(source, "show info", scanner.excerpt());
            }
            fields.put(
                    line.substring(0, colon), unquoted(line.substring(colon + 1).strip()));
        }
        throw StatReader.truncated(source, "show info");
    }

    /** HAProxy quotes a text with quotes or commas in it as it does in CSV. */
    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\"\"", "\"")
                : value;
    }
}
