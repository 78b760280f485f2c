package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes servers out of {@code server} and {@code server-template} lines and what {@code default-server} gathered before them. */
final class ServerBuilder {
    /** HAProxy would need gigabytes for more; a typing error should not take ours. */
    private static final int MAX_TEMPLATE = 65_536;

    private static final Map<String, String> UNDOES = Map.of("enabled", "disabled", "stick", "non-stick");

    private final Map<String, Setting> defaults;

    ServerBuilder(Map<String, Setting> inherited) {
        defaults = new LinkedHashMap<>(inherited);
    }

    /** What has been gathered so far. */
    Map<String, Setting> defaults() {
        return defaults;
    }

    void defaultServer(Statement statement) throws ConfigException {
        apply(statement, 1, defaults);
    }

    /** The servers of one line. */
    List<Server> servers(String backend, Statement statement, TlsDefaults tls) throws ConfigException {
        boolean template = statement.word(0).equals("server-template");
        List<String> arguments = statement.arguments(1);
        int addressAt = template ? 2 : 1;
        if (arguments.size() <= addressAt) {
            throw new ConfigException(
                    statement.origin(),
                    template
                            ? "'server-template' must be followed by a prefix, a number or range, and an address,"
                                    + " such as web 1-3 web.example.com:80"
                            : "'server' must be followed by a name and an address, such as web1 10.0.0.1:80");
        }
        Map<String, Setting> settings = new LinkedHashMap<>(defaults);
        apply(statement, addressAt + 2, settings);
        Server.Keywords keywords = new Server.Keywords(settings);
        ServerAddress address = ServerAddress.parse(arguments.get(addressAt));
        List<String> names = template
                ? range(arguments.get(1), statement.origin())
                        .mapToObj(number -> arguments.get(0) + number)
                        .toList()
                : List.of(arguments.get(0));
        List<Server> servers = new ArrayList<>();
        for (String name : names) {
            servers.add(new Server(
                    backend,
                    name,
                    address,
                    statement.origin(),
                    statement.text(),
                    template,
                    keywords.number("weight").orElse(1),
                    keywords,
                    CheckSettings.of(keywords, address, tls),
                    AgentSettings.of(keywords)));
        }
        return servers;
    }

    /** Takes the settings of a line one by one. A keyword of a future release takes the unknown words after it as values. */
    private static void apply(Statement statement, int from, Map<String, Setting> settings) throws ConfigException {
        List<String> words = statement.arguments(from);
        int at = 0;
        while (at < words.size()) {
            String keyword = words.get(at++);
            int end = at;
            if (KnownKeywords.takesValue(keyword)) {
                if (++end > words.size()) {
                    throw new ConfigException(
                            statement.origin(), "'" + keyword + "' at the end of the line lacks its value");
                }
            } else if (!KnownKeywords.isFlag(keyword)) {
                while (end < words.size() && !KnownKeywords.isKnown(words.get(end))) {
                    end++;
                }
            }
            Optional.ofNullable(UNDOES.get(keyword)).ifPresent(settings::remove);
            if (keyword.startsWith("no-")) {
                settings.remove(keyword.substring(3));
            }
            settings.put(
                    keyword, new Setting(statement.origin(), keyword, words.subList(at, end), false, statement.text()));
            // "check" after "no-check" checks again; the undoing word itself must not outlive it.
            settings.remove("no-" + keyword);
            at = end;
        }
    }

    private static IntStream range(String text, Origin origin) throws ConfigException {
        String[] ends = text.split("-", 2);
        boolean numbers = Stream.of(ends).allMatch(end -> end.matches("\\d{1,9}"));
        int low = numbers && ends.length > 1 ? Integer.parseInt(ends[0]) : 1;
        int high = numbers ? Integer.parseInt(ends[ends.length - 1]) : 0;
        if (low > high || high - low >= MAX_TEMPLATE) {
            throw new ConfigException(
                    origin,
                    "'server-template' has the range '" + text
                            + "'; expected a number such as 3 or a range such as 1-3");
        }
        return IntStream.rangeClosed(low, high);
    }
}
