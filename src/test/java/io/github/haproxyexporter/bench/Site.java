package io.github.haproxyexporter.bench;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.GoExporter;
import io.github.haproxyexporter.testing.HaproxyProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One HAProxy of a given size with all exporters beside it. */
final class Site implements AutoCloseable {

    private static final int BACKENDS = 100;

    /** On a busy machine the Go exporter needs longer than its usual 5 s, and would go on with half a table. */
    private static final String GO_PATIENCE = "--haproxy.timeout=120s";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final HaproxyProcess haproxy;
    private final List<Contender> contenders = new ArrayList<>();
    private final Map<Contender, Double> firstAnswerMillis = new LinkedHashMap<>();

    private Site(HaproxyProcess haproxy) {
        this.haproxy = haproxy;
    }

    /**
     * Starts all of them.
     *
     * @param javaHomes a Java each for this exporter, by the name in the tables
     * @param withGo whether the Go exporter is there, which needs most of the time
     */
    static Site start(int servers, Map<String, String> javaHomes, boolean withGo) {
        HaproxyProcess haproxy = HaproxyProcess.builder()
                .config(config(servers))
                .socketLevel("user")
                .start();
        Site site = new Site(haproxy);
        site.started.push(haproxy);
        try {
            site.contenders.add(Contender.haproxy(
                    haproxy.url("prom", "/metrics"), haproxy.process().pid()));
            if (withGo) {
                GoExporter go = GoExporter.start(haproxy.scrapeUri(), GO_PATIENCE);
                site.started.push(go);
                site.contenders.add(
                        Contender.go(go.url("/metrics"), go.process().pid()));
            }
            javaHomes.forEach((java, home) -> {
                site.startOurs("promex profile, " + java, home, "promex");
                site.startOurs("default profile, " + java, home, "exporter");
            });
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void startOurs(String name, String javaHome, String profile) {
        // Once to write the class-data archive, as after an installation; the second start is the usual one.
        launch(javaHome, profile).close();
        long start = System.nanoTime();
        ExporterProcess exporter = launch(javaHome, profile);
        started.push(exporter);
        long pid = exporter.process().pid();
        RawAnswer answer = new RawAnswer();
        answer.get(URI.create(exporter.url("/metrics")), "");
        double firstAnswer = (double) (System.nanoTime() - start) / 1e6;
        String query = profile.equals("promex") ? without(familiesBeyondHaproxys(answer)) : "";
        Contender contender = Contender.ours(name, exporter.url("/metrics" + query), pid);
        firstAnswerMillis.put(contender, firstAnswer);
        contenders.add(contender);
    }

    /** What newer HAProxys have and this one's own exporter lacks: left out, for the same series on both sides. */
    private Set<String> familiesBeyondHaproxys(RawAnswer ours) {
        RawAnswer haproxys = new RawAnswer();
        haproxys.get(contenders.get(0).uri(), "");
        Set<String> beyond = families(ours);
        beyond.removeAll(families(haproxys));
        return beyond;
    }

    /** HAProxy's families in an answer. */
    private static Set<String> families(RawAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("# TYPE haproxy_") && !line.startsWith("# TYPE haproxy_exporter_"))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String without(Set<String> families) {
        return families.stream().map(family -> "-" + family).collect(Collectors.joining(",", "?metrics=", ""));
    }

    private ExporterProcess launch(String javaHome, String profile) {
        return ExporterProcess.builder()
                .launcher()
                .environment("JAVA_HOME", javaHome)
                .flags(
                        "--haproxy.timeout=25s",
                        "--haproxy.scrape-uri=" + haproxy.scrapeUri(),
                        "--metrics.profile=" + profile)
                .start();
    }

    HaproxyProcess haproxy() {
        return haproxy;
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** From the start of the process to the end of the first answer, of this exporter. */
    Map<Contender, Double> firstAnswerMillis() {
        return firstAnswerMillis;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("could not end what was started", e);
            }
        }
    }

    private static String config(int servers) {
        StringBuilder config = new StringBuilder("""
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                frontend prom
                    bind 127.0.0.1:{{port:prom}}
                    http-request use-service prometheus-exporter if { path /metrics }
                    default_backend backend-00
                """);
        for (int backend = 0; backend < BACKENDS; backend++) {
            config.append("backend backend-%02d\n".formatted(backend));
            for (int server = backend; server < servers; server += BACKENDS) {
                int number = server / BACKENDS;
                config.append("    server web-%04d 10.%d.%d.%d:8080\n"
                        .formatted(number, backend, number / 250, number % 250 + 1));
            }
        }
        return config.toString();
    }
}
