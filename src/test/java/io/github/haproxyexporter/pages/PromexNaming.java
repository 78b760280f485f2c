package io.github.haproxyexporter.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * From the default profile's names to those of HAProxy's own exporter: in expressions, in the templates of annotations, and in the series of unit tests.
 */
final class PromexNaming {
    private static final Map<Pattern, String> FAMILIES = families();
    /** Not the dashboards' variables, which keep their names. */
    private static final Pattern PROXY_LABEL = Pattern.compile("(?<!\\$)\\b(?:frontend|backend)\\b");
    /** The one family that becomes an expression: a state among several, of which the label must go. */
    private static final Pattern BACKEND_UP = Pattern.compile("\\bhaproxy_backend_up\\b(?:\\{([^}]*)\\})?");

    private static final Pattern ACTION = Pattern.compile("\\{\\{.*?\\}\\}", Pattern.DOTALL);
    private static final Pattern RULE_EXPRESSION =
            Pattern.compile("^( *)expr: (?:\\|\\n(?:\\1  .*\\n)+|.*\\n)", Pattern.MULTILINE);
    private static final Pattern RULE_START = Pattern.compile("(?=^      - alert: )", Pattern.MULTILINE);
    private static final Pattern TEST_SERIES = Pattern.compile("(?<=- series: ).*");
    private static final Pattern TEST_LABELS = Pattern.compile("(?<=exp_labels: \\{).*?(?:frontend|backend): (\\w+)");
    private static final Pattern TEST_ALERTS =
            Pattern.compile("(?<=labels: '\\{alertname=).*?(?:frontend|backend)=(\"\\w+\")");
    private static final Pattern TEST_RECORDS = Pattern.compile("(?<=labels: ')haproxy:.*");

    private PromexNaming() {}

    /** A PromQL expression. */
    static String expression(String promql) {
        String renamed = BACKEND_UP.matcher(promql).replaceAll(PromexNaming::backendUp);
        return names(renamed);
    }

    /** A whole file of rules; alerts keep {@code backend} and {@code frontend} as labels beside {@code proxy}, so that one routing fits both. */
    static String rules(String yaml) {
        String renamed = ACTION.matcher(yaml).replaceAll(action -> quoted(names(action.group())));
        renamed = RULE_EXPRESSION.matcher(renamed).replaceAll(expr -> quoted(expression(expr.group())));
        StringBuilder rules = new StringBuilder();
        String[] parts = RULE_START.split(renamed, -1);
        String[] originals = RULE_START.split(yaml, -1);
        for (int i = 0; i < parts.length; i++) {
            rules.append(withProxyKind(parts[i], originals[i]));
        }
        return rules.toString();
    }

    /** A file of promtool's unit tests for the rules. */
    static String tests(String yaml) {
        String renamed = yaml.replace("haproxy_backend_up{", "haproxy_backend_status{state=\"UP\",");
        renamed = TEST_SERIES.matcher(renamed).replaceAll(series -> quoted(names(series.group())));
        renamed = TEST_RECORDS.matcher(renamed).replaceAll(series -> quoted(names(series.group())));
        renamed = TEST_LABELS.matcher(renamed).replaceAll("$0, proxy: $1");
        return TEST_ALERTS.matcher(renamed).replaceAll("$0,proxy=$1");
    }

    private static String names(String text) {
        String renamed = text;
        for (Map.Entry<Pattern, String> family : FAMILIES.entrySet()) {
            renamed = family.getKey().matcher(renamed).replaceAll(family.getValue());
        }
        return PROXY_LABEL.matcher(renamed).replaceAll("proxy");
    }

    private static String backendUp(MatchResult family) {
        String selector = family.group(1) == null ? "" : "," + family.group(1);
        // Of a backend that is DOWN only state="DOWN" may be sent.
        return quoted("max without (state) (haproxy_backend_status{state=\"UP\"" + selector
                + "} or haproxy_backend_status{state=\"DOWN\"" + selector + "} - 1)");
    }

    private static String withProxyKind(String rule, String original) {
        String renamed = rule;
        for (String kind : new String[] {"backend", "frontend"}) {
            if (original.contains("$labels." + kind)) {
                renamed = renamed.replaceFirst(
                        "(?m)^( *)severity: .*$", "$0\n$1" + kind + quoted(": \"{{ $labels.proxy }}\""));
            }
        }
        return renamed;
    }

    private static String quoted(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }

    private static Map<Pattern, String> families() {
        Map<Pattern, String> families = new LinkedHashMap<>();
        families.put(Pattern.compile("\\bhaproxy_backend_current_server\\b"), "haproxy_backend_active_servers");
        families.put(
                Pattern.compile(
                        "\\bhaproxy_(backend|server)_http_(queue|connect|response|total)_time_average_seconds\\b"),
                "haproxy_$1_$2_time_average_seconds");
        families.put(
                Pattern.compile("\\bhaproxy_(backend|server)_server_selected_total\\b"),
                "haproxy_$1_loadbalanced_total");
        families.put(
                Pattern.compile("\\bhaproxy_(backend|frontend)_compressor_bytes_(in|out|bypassed)_total\\b"),
                "haproxy_$1_http_comp_bytes_$2_total");
        families.put(
                Pattern.compile("\\bhaproxy_process_failed_resolutions_total\\b"),
                "haproxy_process_failed_resolutions");
        return families;
    }
}
