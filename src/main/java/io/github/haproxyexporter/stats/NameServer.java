package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One name server's counters out of HAProxy's list of resolvers (management guide, 9.3).
 *
 * @param resolver the section that it stands in
 * @param name the name of the name server
 * @param counters by HAProxy's names: sent, snd_error, valid …
 */
public record NameServer(String resolver, String name, Map<String, Long> counters) {

    private static final String SECTION = "Resolvers section ";
    private static final String NAME_SERVER = " nameserver ";

    static List<NameServer> read(RecordScanner scanner, String source) throws IOException {
        Map<List<String>, NameServer> servers = new LinkedHashMap<>();
        Map<String, Long> counters = new LinkedHashMap<>();
        String section = "";
        while (scanner.nextLine()) {
            if (scanner.isEmpty()) {
                return List.copyOf(servers.values());
            }
            String line =
                    new String(scanner.bytes(), scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8);
            if (line.startsWith(SECTION)) {
                section = TextPool.cleaned(line.substring(SECTION.length())).strip();
            } else if (line.startsWith(NAME_SERVER) && line.endsWith(":")) {
                String name = TextPool.cleaned(line.substring(NAME_SERVER.length(), line.length() - 1));
                counters = new LinkedHashMap<>();
                servers.putIfAbsent(List.of(section, name), new NameServer(section, name, counters));
            } else {
                readCounter(line, counters);
            }
        }
        throw StatReader.truncated(source, "show resolvers");
    }

    private static void readCounter(String line, Map<String, Long> counters) {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1).strip();
        if (colon > 0 && value.matches("\\d{1,18}")) {
            counters.put(line.substring(0, colon).strip(), Long.valueOf(value));
        }
    }
}
