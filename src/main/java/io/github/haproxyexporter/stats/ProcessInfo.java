package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.HaproxyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to {@code show info} (management guide, 9.3): names to values, in HAProxy's order.
 *
 * @param fields the values as HAProxy gave them
 */
public record ProcessInfo(Map<String, String> fields) {

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
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                if (fields.isEmpty()) {
                    throw StatReader.unexpected(source, "show info", "");
                }
                return new ProcessInfo(fields);
            }
            String line =
                    new String(scanner.bytes(), scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8);
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw unreadable(scanner, source);
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

    private static HaproxyException unreadable(RecordScanner scanner, String source) {
        return StatReader.unexpected(source, "show info", scanner.excerpt());
    }
}
