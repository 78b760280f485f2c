package io.github.haproxyexporter.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HAProxy's CSV as plain maps: slow, simple, and on purpose not the parser under test. */
final class StatRows {
    private StatRows() {}

    static List<Map<String, String>> parse(String csv) {
        if (!csv.startsWith("# ")) {
            throw new IllegalStateException("not a stat table: " + csv);
        }
        List<List<String>> records = records(csv.substring(2));
        List<String> header = records.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> fields : records.subList(1, records.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < fields.size() && i < header.size(); i++) {
                row.put(header.get(i), fields.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> records(String csv) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                record.add(field.toString());
                field.setLength(0);
            } else if (!quoted && c == '\n') {
                // Each line ends with a comma, so what is left here is an empty rest.
                if (!record.isEmpty()) {
                    records.add(record);
                    record = new ArrayList<>();
                }
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        return records;
    }
}
