package io.github.haproxyexporter.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All that was measured, as Markdown for people and as CSV for machines, with the ratios that are the goals. */
final class Report {

    /** What belongs to one size. */
    private record Size(
            int servers,
            List<Measured> rows,
            Map<Contender, Long> residentKib,
            Map<Contender, Long> peakKib,
            Map<Contender, Long> peakAtOnceKib,
            Map<Contender, Double> firstAnswerMillis,
            List<double[]> bareDump) {

        Optional<Measured> find(Contender contender, Variant variant, boolean single) {
            return rows.stream()
                    .filter(row -> row.contender().equals(contender)
                            && row.variant() == variant
                            && (row.atOnce() == 1) == single)
                    .findFirst();
        }

        Measured get(String name, Variant variant, boolean single) {
            return rows.stream()
                    .filter(row -> row.contender().name().equals(name))
                    .findFirst()
                    .flatMap(row -> find(row.contender(), variant, single))
                    .orElseThrow();
        }
    }

    private static final String SCRAPES_HEAD = """
            | exporter | format | at once | wall, median | p99 | exporter's CPU | HAProxy's CPU | bytes | samples |
            |---|---|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String MEMORY_HEAD = """

            | exporter | resident after warm-up | peak | peak, many at once | first answer after |
            |---|---:|---:|---:|---:|
            """;
    private static final String GOALS_HEAD = """
            ### Goals

            | servers | what | measured | goal | |
            |---:|---|---:|---:|---|
            """;

    private final List<Size> sizes = new ArrayList<>();

    void begin(int servers) {
        sizes.add(new Size(
                servers,
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>()));
    }

    void add(Measured measured) {
        now().rows().add(measured);
    }

    void resident(Contender contender, long kib) {
        now().residentKib().put(contender, kib);
    }

    void peak(Contender contender, long kib) {
        now().peakKib().put(contender, kib);
    }

    void peakAtOnce(Contender contender, long kib) {
        now().peakAtOnceKib().put(contender, kib);
    }

    void firstAnswers(Map<Contender, Double> millis) {
        now().firstAnswerMillis().putAll(millis);
    }

    void bareDump(double[] wallAndCpuMillis) {
        now().bareDump().add(wallAndCpuMillis);
    }

    private Size now() {
        return sizes.get(sizes.size() - 1);
    }

    String csv() {
        StringBuilder csv = new StringBuilder("servers,exporter,format,at_once,wall_median_ms,wall_p99_ms,"
                + "exporter_cpu_ms,haproxy_cpu_ms,bytes,samples,resident_kib,peak_kib,peak_at_once_kib\n");
        for (Size size : sizes) {
            for (Measured row : size.rows()) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%d,\"%s\",%s,%d,%.2f,%.2f,%.2f,%.2f,%d,%d,%d,%d,%d%n",
                        size.servers(),
                        row.contender().name(),
                        row.variant().label(),
                        row.atOnce(),
                        row.medianMillis(),
                        row.p99Millis(),
                        row.exporterCpuPerScrape(),
                        row.haproxyCpuPerScrape(),
                        row.bytes(),
                        row.samples(),
                        size.residentKib().get(row.contender()),
                        size.peakKib().get(row.contender()),
                        size.peakAtOnceKib().get(row.contender())));
            }
        }
        return csv.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Size size : sizes) {
            text.append(String.format(
                    Locale.ROOT,
                    "### %,d servers%n%nThe bare `show stat`: %.1f ms, %.1f ms of HAProxy's CPU.%n%n",
                    size.servers(),
                    size.bareDump().get(0)[0],
                    size.bareDump().get(0)[1]));
            scrapes(size, text);
            memory(size, text);
        }
        text.append(GOALS_HEAD);
        for (Size size : sizes) {
            size.peakKib().keySet().stream()
                    .filter(contender -> contender.ours() && contender.name().startsWith("default"))
                    .forEach(contender -> goals(size, contender.name().replaceFirst(".*, ", ""), text));
        }
        return text.toString();
    }

    private static void scrapes(Size size, StringBuilder text) {
        text.append(SCRAPES_HEAD);
        for (Measured row : size.rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %,d | %,d |%n",
                    row.contender().name(),
                    row.variant().label(),
                    row.atOnce(),
                    row.medianMillis(),
                    row.p99Millis(),
                    row.exporterCpuPerScrape(),
                    row.haproxyCpuPerScrape(),
                    row.bytes(),
                    row.samples()));
        }
    }

    private static void memory(Size size, StringBuilder text) {
        text.append(MEMORY_HEAD);
        size.peakKib().forEach((contender, peak) -> {
            Double first = size.firstAnswerMillis().get(contender);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f MiB | %.1f MiB | %.1f MiB | %s |%n",
                    contender.name(),
                    size.residentKib().get(contender) / 1024.0,
                    peak / 1024.0,
                    size.peakAtOnceKib().get(contender) / 1024.0,
                    first == null ? "" : String.format(Locale.ROOT, "%.0f ms", first)));
        });
        text.append('\n');
    }

    private void goals(Size size, String java, StringBuilder text) {
        Measured ours = size.get("default profile, " + java, Variant.PLAIN, true);
        Measured promex = size.get("promex profile, " + java, Variant.PLAIN, true);
        Measured own = size.get(Contender.HAPROXY, Variant.PLAIN, true);
        Optional<Measured> measuredGo = size.rows().stream()
                .filter(row -> row.contender().name().equals(Contender.GO) && row.variant() == Variant.PLAIN)
                .findFirst();
        Goals goals = new Goals(size.servers(), java, text);
        if (size.servers() == 100) {
            goals.most("resident after 100 scrapes, MiB", size.residentKib().get(ours.contender()) / 1024.0, 64);
            goals.most("first answer, s", size.firstAnswerMillis().get(ours.contender()) / 1000, 1);
            measuredGo.ifPresent(go -> goals.most("wall, default / go", ours.medianMillis() / go.medianMillis(), 1));
        } else if (size.servers() == 10_000) {
            goals.most("wall, promex profile / HAProxy's own", promex.medianMillis() / own.medianMillis(), 0.8);
            goals.most("HAProxy's CPU / HAProxy's own", ours.haproxyCpuPerScrape() / own.haproxyCpuPerScrape(), 0.4);
            measuredGo.ifPresent(go -> {
                goals.most("wall, default profile / go", ours.medianMillis() / go.medianMillis(), 0.12);
                goals.most("exporter's CPU / go", ours.exporterCpuPerScrape() / go.exporterCpuPerScrape(), 0.15);
                goals.most(
                        "peak memory / go",
                        (double) size.peakKib().get(ours.contender())
                                / size.peakKib().get(go.contender()),
                        0.4);
            });
            for (Measured plain : List.of(ours, promex)) {
                String name = plain.contender().name();
                goals.most(
                        "wall with gzip / without, " + name,
                        size.get(name, Variant.GZIP, true).medianMillis() / plain.medianMillis(),
                        3);
                goals.most(
                        "at once / 1, " + name,
                        size.get(name, Variant.PLAIN, false).medianMillis() / plain.medianMillis(),
                        1.3);
            }
        } else if (size.servers() == 50_000) {
            sizes.stream()
                    .filter(other -> other.servers() == 10_000)
                    .findFirst()
                    .ifPresent(small -> {
                        double before = small.get(ours.contender().name(), Variant.PLAIN, true)
                                .medianMillis();
                        goals.most("wall / 5 × that of 10,000 servers", ours.medianMillis() / before / 5, 1.2);
                    });
            goals.most("peak memory, MiB", size.peakKib().get(ours.contender()) / 1024.0, 300);
        }
    }

    /** Writes lines of the table of goals. */
    private record Goals(int servers, String java, StringBuilder text) {
        void most(String what, double measured, double goal) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %,d | %s (%s) | %.2f | ≤ %s | %s |%n",
                    servers,
                    what,
                    java,
                    measured,
                    goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal),
                    measured <= goal ? "reached" : "**missed**"));
        }
    }
}
