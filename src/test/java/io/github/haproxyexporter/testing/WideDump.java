package io.github.haproxyexporter.testing;

import java.util.ArrayList;
import java.util.List;

/** The recorded HAProxy with its servers again and again under other names, until there are as many as asked for. */
public final class WideDump {

    private WideDump() {}

    /** The rows of a HAProxy with so many servers in 100 backends. */
    public static String stat(int servers) {
        List<String> lines = Dump.haproxy26().text("show stat").lines().toList();
        List<String> samples = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 4);
            // Rows of one line only: a check's text may go over several.
            if (cells.length == 4
                    && cells[0].matches("[\\w-]+")
                    && cells[1].matches("web\\w*|srv\\w*|[a-z][\\w-]*")
                    && line.endsWith(",")
                    && line.chars().filter(c -> c == '"').count() % 2 == 0) {
                samples.add(cells[2] + "," + cells[3]);
            }
        }
        StringBuilder stat = new StringBuilder(lines.get(0)).append('\n');
        for (int i = 0; i < servers; i++) {
            stat.append("backend-%02d,web-%04d,".formatted(i % 100, i / 100))
                    .append(samples.get(i % samples.size()))
                    .append('\n');
        }
        return stat.toString();
    }
}
