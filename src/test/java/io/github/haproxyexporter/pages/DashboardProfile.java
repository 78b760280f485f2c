package io.github.haproxyexporter.pages;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A naming profile of the exporter, as the dashboards need it: each has its own set of them, made from the same source. */
enum DashboardProfile {
    EXPORTER("exporter", "", Path.of("grafana")),
    PROMEX("promex", "promex", Path.of("grafana/promex"));

    private static final Pattern LABEL = Pattern.compile("\\{\\{\\w+}}");

    private final String flag;
    private final String mark;
    private final Path folder;

    DashboardProfile(String flag, String mark, Path folder) {
        this.flag = flag;
        this.mark = mark;
        this.folder = folder;
    }

    /** The value of {@code --metrics.profile}. */
    String flag() {
        return flag;
    }

    /** Where its dashboards are. */
    Path folder() {
        return folder;
    }

    /** The tag that holds a set together. */
    String tag() {
        return mark.isEmpty() ? "haproxy" : "haproxy-" + mark;
    }

    String uid(String source) {
        return mark.isEmpty() ? source : source.replaceFirst("^haproxy-", "haproxy-" + mark + "-");
    }

    /** Both sets may be in one folder of Grafana, where no two titles may be the same. */
    String title(String source) {
        return mark.isEmpty() ? source : source.replaceFirst("^HAProxy", "HAProxy (" + mark + ")");
    }

    /** An expression, or the name of a label. */
    String expression(String source) {
        return mark.isEmpty() ? source : PromexNaming.expression(source);
    }

    /** A text with labels in double braces. */
    String legend(String source) {
        return LABEL.matcher(source).replaceAll(label -> expression(label.group()));
    }
}
