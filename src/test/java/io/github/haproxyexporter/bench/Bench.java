package io.github.haproxyexporter.bench;

import io.github.haproxyexporter.testing.HaproxySocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The benchmark's entry; see {@code bin/bench} for its flags. */
public final class Bench {

    private Bench() {}

    /** Flags as {@code name=value}: sizes, javas (name=home,…), rounds, at-once, go, out. */
    public static void main(String[] args) throws IOException {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            flags.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        Map<String, String> javas = new LinkedHashMap<>();
        for (String home : flags.get("javas").split(",", -1)) {
            javas.put("java " + version(home), home);
        }
        int atOnce = Integer.parseInt(flags.get("at-once"));
        Report report = new Report();
        for (String size : flags.get("sizes").split(",", -1)) {
            int servers = Integer.parseInt(size);
            int rounds = flags.get("rounds").isEmpty() ? rounds(servers) : Integer.parseInt(flags.get("rounds"));
            System.err.println(servers + " servers, " + rounds + " rounds …");
            try (Site site = Site.start(servers, javas, flags.get("go").equals("yes"))) {
                run(site, servers, rounds, atOnce, report);
            }
            Path out = Path.of(flags.get("out"));
            Files.createDirectories(out);
            Files.writeString(out.resolve("bench.md"), report.markdown());
            Files.writeString(out.resolve("bench.csv"), report.csv());
        }
        System.out.print(report.markdown());
    }

    private static void run(Site site, int servers, int rounds, int atOnce, Report report) {
        List<Measured> single = new ArrayList<>();
        List<Measured> many = new ArrayList<>();
        for (Contender contender : site.contenders()) {
            for (Variant variant : contender.variants()) {
                single.add(new Measured(contender, variant, 1));
            }
            many.add(new Measured(contender, Variant.PLAIN, atOnce));
        }
        ProcFigures haproxy = new ProcFigures(site.haproxy().process().pid());
        report.begin(servers);
        try (Rounds measuring = new Rounds(List.of(haproxy), atOnce)) {
            measuring.warmUp(
                    single.stream()
                            .filter(one -> one.variant() == Variant.PLAIN)
                            .toList(),
                    warmUp(servers));
            for (Contender contender : site.contenders()) {
                report.resident(contender, contender.process().residentKib());
            }
            measuring.judge(single);
            measuring.warmUp(single, Math.max(1, rounds / 2));
            measuring.measure(single, rounds);
            report.bareDump(bareDump(site.haproxy().socket(), haproxy, rounds));
            for (Contender contender : site.contenders()) {
                report.peak(contender, contender.process().peakKib());
            }
            measuring.measure(many, Math.max(1, rounds / 3));
            for (Contender contender : site.contenders()) {
                report.peakAtOnce(contender, contender.process().peakKib());
            }
        }
        report.firstAnswers(site.firstAnswerMillis());
        single.forEach(report::add);
        many.forEach(report::add);
    }

    /** What {@code show stat} alone costs: median wall time and HAProxy's CPU, in milliseconds. */
    private static double[] bareDump(HaproxySocket socket, ProcFigures haproxy, int rounds) {
        List<Double> walls = new ArrayList<>();
        long before = haproxy.cpuMillis();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            socket.bytes("show stat");
            walls.add((double) (System.nanoTime() - start) / 1e6);
        }
        double cpu = (double) (haproxy.cpuMillis() - before) / rounds;
        return new double[] {walls.stream().sorted().toList().get(rounds / 2), cpu};
    }

    private static int rounds(int servers) {
        return servers >= 50_000 ? 6 : servers >= 10_000 ? 40 : servers >= 1_000 ? 150 : 400;
    }

    /** Enough for the compilers; at 100 servers the number of scrapes after which memory is to be small. */
    private static int warmUp(int servers) {
        return servers >= 50_000 ? 6 : servers >= 10_000 ? 30 : 100;
    }

    private static String version(String home) throws IOException {
        return Files.readString(Path.of(home, "release"))
                .lines()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
                .findFirst()
                .orElse("?");
    }
}
