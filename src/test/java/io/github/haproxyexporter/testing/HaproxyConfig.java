package io.github.haproxyexporter.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HAProxy's configuration language with a few places to fill in: <code>{{dir}}</code> the scratch directory, <code>{{socket}}</code> the stats socket,
 * <code>{{port:NAME}}</code> a free port, the same for each use of one name, <code>{{NAME}}</code> a given value.
 */
final class HaproxyConfig {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+:)?([A-Za-z0-9_.-]+)}}");

    private HaproxyConfig() {}

    /** The text with all places filled in; ports that it names anew are added to the map. */
    static String fill(String template, Path directory, Map<String, String> values, Map<String, Integer> ports) {
        Matcher matcher = PLACE.matcher(template);
        return matcher.replaceAll(place -> Matcher.quoteReplacement(value(place, directory, values, ports)));
    }

    private static String value(
            MatchResult place, Path directory, Map<String, String> values, Map<String, Integer> ports) {
        String name = place.group(2);
        if ("port:".equals(place.group(1))) {
            return Integer.toString(ports.computeIfAbsent(name, any -> Ports.free()));
        }
        if (name.equals("dir")) {
            return directory.toString();
        }
        String value = values.get(name);
        if (value == null || place.group(1) != null) {
            throw new IllegalArgumentException("configuration names " + place.group()
                    + ", expected one of {{dir}}, {{port:NAME}}, " + values.keySet());
        }
        return value;
    }
}
