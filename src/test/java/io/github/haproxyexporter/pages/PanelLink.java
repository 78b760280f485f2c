package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A link of a panel's series or cells, taken apart. */
record PanelLink(GrafanaDashboard dashboard, JsonNode panel, String url) {
    private static final Pattern DASHBOARD = Pattern.compile("^/d/([\\w-]+)\\?");
    private static final Pattern SET = Pattern.compile("&var-(\\w+)=");
    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{(\\w+):queryparam}");
    private static final Pattern LABEL = Pattern.compile("\\$\\{__field\\.labels\\.(\\w+)}");
    private static final Pattern COLUMN = Pattern.compile("\\$\\{__data\\.fields\\.(\\w+)}");

    static Stream<PanelLink> of(GrafanaDashboard dashboard) {
        return dashboard.panels().stream()
                .flatMap(panel -> panel.path("fieldConfig").findValuesAsText("url").stream()
                        .map(url -> new PanelLink(dashboard, panel, url)));
    }

    boolean leadsToADashboard() {
        return url.startsWith("/d/");
    }

    /** The dashboard that it opens. */
    String uid() {
        return found(DASHBOARD).get(0);
    }

    /** The variables that it sets there, by their new values or by those of here. */
    List<String> variables() {
        return Stream.concat(found(SET).stream(), found(PASSED_ON).stream()).toList();
    }

    /** The variables of this dashboard whose values it hands on. */
    List<String> passedOn() {
        return found(PASSED_ON);
    }

    /** The labels of the series that it needs. */
    List<String> labels() {
        return found(LABEL);
    }

    /** The columns of the table that it needs. */
    List<String> columns() {
        return found(COLUMN);
    }

    @Override
    public String toString() {
        return dashboard.uid() + " / " + panel.path("title").asText() + ": " + url;
    }

    private List<String> found(Pattern pattern) {
        return pattern.matcher(url)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
