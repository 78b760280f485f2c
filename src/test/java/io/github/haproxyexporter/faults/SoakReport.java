package io.github.haproxyexporter.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Writes what a soak has shown: figures between two marks of a page, and a plot beside it. */
final class SoakReport {
    private static final String BEGIN = "<!-- soak -->\n";
    private static final String END = "<!-- /soak -->\n";
    private static final int WIDTH = 720;
    private static final int PANEL = 110;

    /** One figure over time. */
    private record Curve(String name, ToLongFunction<SoakSample> value, double scale) {}

    private static final List<Curve> CURVES = List.of(
            new Curve("heap after collection, MiB", SoakSample::heapKib, 1024),
            new Curve("memory of the JVM beyond the heap, MiB", SoakSample::nativeKib, 1024),
            new Curve("resident memory, MiB", SoakSample::rssKib, 1024),
            new Curve("file descriptors", SoakSample::descriptors, 1),
            new Curve("threads", SoakSample::threads, 1));

    private SoakReport() {}

    static void write(Path page, String conditions, List<SoakSample> samples) throws IOException {
        Path plot = page.resolveSibling("soak.svg");
        Files.writeString(plot, svg(samples));
        String text = Files.readString(page);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (to < from) {
            throw new IOException(page + " lacks the marks " + BEGIN.strip() + " and " + END.strip());
        }
        Files.writeString(page, text.substring(0, from) + section(conditions, samples) + text.substring(to));
    }

    private static String section(String conditions, List<SoakSample> samples) {
        String rows = CURVES.stream()
                .map(curve -> String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                        curve.name(),
                        at(samples, curve, 0),
                        at(samples, curve, samples.size() / 2),
                        at(samples, curve, samples.size() - 1),
                        samples.stream().mapToLong(curve.value()).max().orElse(0) / curve.scale()))
                .collect(Collectors.joining());
        return conditions + "\n\n| | after the warm-up | half-way | at the end | most |\n|---|---|---|---|---|\n" + rows
                + "\n![Memory, descriptors and threads over the soak](soak.svg)\n";
    }

    private static double at(List<SoakSample> samples, Curve curve, int index) {
        return curve.value().applyAsLong(samples.get(index)) / curve.scale();
    }

    private static String svg(List<SoakSample> samples) {
        int height = CURVES.size() * PANEL + 30;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                height));
        for (int i = 0; i < CURVES.size(); i++) {
            panel(svg, CURVES.get(i), samples, i * PANEL);
        }
        SoakSample last = samples.get(samples.size() - 1);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d s, %d scrapes</text>%n</svg>%n",
                WIDTH - 10,
                height - 8,
                last.second(),
                last.scrapes()));
        return svg.toString();
    }

    /** From 0, so that what is flat looks flat. */
    private static void panel(StringBuilder svg, Curve curve, List<SoakSample> samples, int top) {
        double most =
                Math.max(1, samples.stream().mapToLong(curve.value()).max().orElse(1));
        double end = Math.max(1, samples.get(samples.size() - 1).second());
        String points = samples.stream()
                .map(sample -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        60 + sample.second() / end * (WIDTH - 70),
                        top + PANEL - 10 - curve.value().applyAsLong(sample) / most * (PANEL - 35)))
                .collect(Collectors.joining(" "));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"60\" y=\"%d\">%s</text>%n<text x=\"55\" y=\"%d\" text-anchor=\"end\">%.0f</text>%n"
                        + "<text x=\"55\" y=\"%d\" text-anchor=\"end\">0</text>%n"
                        + "<path d=\"M60 %d V%d H%d\" fill=\"none\" stroke=\"#999\"/>%n"
                        + "<polyline points=\"%s\" fill=\"none\" stroke=\"#0b62a4\" stroke-width=\"1.5\"/>%n",
                top + 16,
                curve.name(),
                top + 29,
                most / curve.scale(),
                top + PANEL - 7,
                top + 22,
                top + PANEL - 10,
                WIDTH - 10,
                points));
    }
}
