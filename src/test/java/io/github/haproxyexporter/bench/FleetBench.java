package io.github.haproxyexporter.bench;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one exporter costs by the number of HAProxys behind it; see {@code --targets} of {@code bin/bench}. */
public final class FleetBench {

    private static final int WARM_UP = 10;

    /** Prometheus's interval for which the share of a processor is told. */
    private static final int INTERVAL_MILLIS = 15_000;

    private static final String HEAD = """
            | HAProxys | servers each | wall, median | p99 | exporter's CPU | at 15 s, of %d CPUs | HAProxys' CPU | peak memory | bytes | samples |
            |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """.formatted(processors());

    private static final String CSV_HEAD =
            "targets,servers,wall_median_ms,wall_p99_ms,exporter_cpu_ms,haproxys_cpu_ms," + "peak_kib,bytes,samples\n";

    private FleetBench() {}

    /** Flags as {@code name=value}: targets, servers, java, rounds, out. */
    public static void main(String[] args) throws IOException {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            flags.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        int servers = Integer.parseInt(flags.get("servers"));
        int rounds = Integer.parseInt(flags.get("rounds"));
        Path out = Path.of(flags.get("out"));
        Files.createDirectories(out);
        StringBuilder table = new StringBuilder(HEAD);
        StringBuilder csv = new StringBuilder(CSV_HEAD);
        for (String number : flags.get("targets").split(",", -1)) {
            int targets = Integer.parseInt(number);
            System.err.println(targets + " HAProxys, " + rounds + " rounds …");
            run(targets, servers, rounds, flags.get("java"), table, csv);
            Files.writeString(out.resolve("fleet.md"), table);
            Files.writeString(out.resolve("fleet.csv"), csv);
        }
        System.out.print(table);
    }

    private static void run(
            int targets, int servers, int rounds, String javaHome, StringBuilder table, StringBuilder csv) {
        List<HaproxyProcess> fleet = new ArrayList<>();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            StringBuilder file = new StringBuilder("targets:\n");
            for (int i = 0; i < targets; i++) {
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .config(config(servers))
                        .socketLevel("user")
                        .start();
                fleet.add(haproxy);
                file.append("  lb%03d: {scrape_uri: '%s', timeout: 25s}%n".formatted(i, haproxy.scrapeUri()));
            }
            try (ExporterProcess exporter = ExporterProcess.builder()
                    .launcher()
                    .environment("JAVA_HOME", javaHome)
                    .flags("--config.file=" + scratch.write("targets.yml", file.toString()))
                    .start()) {
                Measured measured = measure(exporter, fleet, rounds);
                long peakKib = new ProcFigures(exporter.process().pid()).peakKib();
                add(targets, servers, measured, peakKib, table, csv);
            }
        } finally {
            fleet.forEach(HaproxyProcess::close);
        }
    }

    private static Measured measure(ExporterProcess exporter, List<HaproxyProcess> fleet, int rounds) {
        String url = exporter.url("/metrics");
        RawAnswer answer = new RawAnswer();
        answer.get(URI.create(url), "");
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        long up = text.lines()
                .filter(line -> line.startsWith("haproxy_up") && line.endsWith(" 1"))
                .count();
        if (up != fleet.size()) {
            throw new IllegalStateException(up + " of " + fleet.size() + " HAProxys could be read");
        }
        Measured measured =
                new Measured(Contender.ours("exporter", url, exporter.process().pid()), Variant.PLAIN, 1);
        List<ProcFigures> haproxys = fleet.stream()
                .map(haproxy -> new ProcFigures(haproxy.process().pid()))
                .toList();
        try (Rounds measuring = new Rounds(haproxys, 1)) {
            measuring.warmUp(List.of(measured), WARM_UP);
            measuring.judge(List.of(measured));
            measuring.measure(List.of(measured), rounds);
        }
        return measured;
    }

    private static void add(
            int targets, int servers, Measured measured, long peakKib, StringBuilder table, StringBuilder csv) {
        table.append(String.format(
                Locale.ROOT,
                "| %,d | %,d | %.0f ms | %.0f ms | %.0f ms | %.1f %% | %.0f ms | %.0f MiB | %,d | %,d |%n",
                targets,
                servers,
                measured.medianMillis(),
                measured.p99Millis(),
                measured.exporterCpuPerScrape(),
                measured.exporterCpuPerScrape() * 100 / INTERVAL_MILLIS / processors(),
                measured.haproxyCpuPerScrape(),
                peakKib / 1024.0,
                measured.bytes(),
                measured.samples()));
        csv.append(String.format(
                Locale.ROOT,
                "%d,%d,%.2f,%.2f,%.2f,%.2f,%d,%d,%d%n",
                targets,
                servers,
                measured.medianMillis(),
                measured.p99Millis(),
                measured.exporterCpuPerScrape(),
                measured.haproxyCpuPerScrape(),
                peakKib,
                measured.bytes(),
                measured.samples()));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String config(int servers) {
        StringBuilder config = new StringBuilder("""
                global
                    maxconn 100
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                frontend www
                    bind 127.0.0.1:{{port:www}}
                    default_backend shop
                backend shop
                """);
        for (int server = 0; server < servers; server++) {
            config.append("    server web-%04d 10.0.%d.%d:8080%n".formatted(server, server / 250, server % 250 + 1));
        }
        return config.toString();
    }
}
