package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the rules as a mixin for users of jsonnet: the numbers of the first group become its {@code _config}. */
final class Mixin {
    private static final Pattern THRESHOLD =
            Pattern.compile("haproxy:threshold:(\\w+)\n +expr: vector\\(([0-9.]+)\\)\n");
    private static final String RUNBOOKS =
            "https://github.com/haproxyexporter/haproxy-exporter/blob/main/docs/runbooks/";

    private Mixin() {}

    static String write(String yaml) throws JsonProcessingException {
        StringBuilder mixin = new StringBuilder("""
                // The rules of haproxy.rules.yml for users of jsonnet. Generated: change that file, then run
                //   mvn test -Dtest=MixinTest -Dupdate=true
                //
                //   local haproxy = import 'haproxy-exporter/alerts/mixin.libsonnet';
                //   std.manifestYamlDoc((haproxy { _config+:: { server_flaps: 5 } }).prometheusAlerts)
                // Without the digits that a binary number has too many.
                local number(x) = if x == 0 then '0' else 'FORMAT' % x;

                {
                  _config+:: {
                """.replace("FORMAT", "%" + ".12g"));
        config(yaml, mixin);
        mixin.append("    // Where the runbooks are; an alert's name and .md come behind it.\n");
        mixin.append("    runbook_url: '")
                .append(RUNBOOKS)
                .append("',\n  },\n\n  prometheusAlerts+:: {\n    groups+: ");
        String groups = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(groups(yaml));
        mixin.append(groups.replaceAll("\"vector\\(@(\\w+)@\\)\"", "'vector(%s)' % number(\\$._config.$1)")
                .replace("\"" + RUNBOOKS, "$._config.runbook_url + \"")
                .replace("\n", "\n    "));
        return mixin.append(",\n  },\n}\n").toString();
    }

    /** Each number, with the comment that stands before it. */
    private static void config(String yaml, StringBuilder mixin) {
        List<String> comment = new ArrayList<>();
        String[] lines = yaml.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            Matcher threshold = THRESHOLD.matcher(i + 1 < lines.length ? lines[i] + "\n" + lines[i + 1] + "\n" : "");
            if (line.startsWith("#")) {
                comment.add(line.substring(1));
            } else if (threshold.find()) {
                comment.forEach(words -> mixin.append("    //").append(words).append('\n'));
                mixin.append("    ").append(threshold.group(1)).append(": ");
                mixin.append(threshold.group(2)).append(",\n");
                comment.clear();
            } else if (!line.startsWith("expr:")) {
                comment.clear();
            }
        }
    }

    private static List<Map<String, Object>> groups(String yaml) {
        List<Map<String, Object>> groups = Yaml.maps(Yaml.parse(yaml), "groups");
        for (Map<String, Object> rule : Yaml.maps(groups.get(0), "rules")) {
            String name = Yaml.string(rule, "record").replace("haproxy:threshold:", "");
            rule.put("expr", "vector(@" + name + "@)");
        }
        return groups.stream().<Map<String, Object>>map(LinkedHashMap::new).toList();
    }
}
