package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answer to {@code show resolvers}: the counters of name servers (management guide, 9.3). */
public final class NameServers {

    public static final String COMMAND = "show resolvers";

    private static final String SECTION = "Resolvers section ";
    private static final String NAME_SERVER = " nameserver ";

    /** Sections and name servers by their names, each with its counters by HAProxy's names: sent, snd_error, valid … */
    private final Map<List<String>, Map<String, String>> servers = new LinkedHashMap<>();

    private String section = "";
    private Map<String, String> counters = new LinkedHashMap<>();

    private NameServers() {}

    /** Reads a row for each name server: {@code resolver}, {@code nameserver}, and its counters. */
    public static Records read(AnswerStream in) throws IOException {
        NameServers all = new NameServers();
        RecordScanner.eachLine(in, COMMAND, all::readLine);
        return all.records();
    }

    private void readLine(String line) {
        if (line.startsWith(SECTION)) {
            section = TextPool.cleaned(line.substring(SECTION.length())).strip();
        } else if (line.startsWith(NAME_SERVER) && line.endsWith(":")) {
            String name = TextPool.cleaned(line.substring(NAME_SERVER.length(), line.length() - 1));
            counters = new LinkedHashMap<>();
            servers.putIfAbsent(List.of(section, name), counters);
        } else {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (colon > 0 && value.matches("\\d{1,18}")) {
                counters.put(line.substring(0, colon).strip(), value);
            }
        }
    }

    private Records records() {
        Set<String> names = new LinkedHashSet<>();
        servers.values().forEach(each -> names.addAll(each.keySet()));
        List<String> columns = new ArrayList<>(List.of("resolver", "nameserver"));
        columns.addAll(names);
        List<String[]> rows = new ArrayList<>();
        servers.forEach((server, values) -> {
            List<String> row = new ArrayList<>(server);
            names.forEach(name -> row.add(values.getOrDefault(name, "")));
            rows.add(row.toArray(String[]::new));
        });
        return new Records(columns, rows);
    }
}
