package io.github.haproxyexporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.RunningProcess;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says is done to a copy of the sources, and works. */
class ContributingTest {
    private static final Path PAGE = Path.of("CONTRIBUTING.md");
    private static final Path SOURCES = Path.of("src/main/java/io/github/haproxyexporter");
    private static final Path REGISTRATIONS = SOURCES.resolve("scrape/AvailableCollectors.java");
    private static final Path CATALOGUE = Path.of("src/main/resources/io/github/haproxyexporter/metrics/catalogue.tsv");
    private static final String LIST = "ALL = List.of(\n";

    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            frontend www
                bind 127.0.0.1:{{port:www}}
            """;

    @Test
    void rowOfAMetric_isThatOfTheCatalogue() throws IOException {
        assertThat(Files.readString(CATALOGUE)).contains(blocks("tsv").get(0));
    }

    @Test
    void collectorOfTheExample_readsARealHaproxy() throws IOException {
        int port = Ports.free();
        try (ScratchDirectory scratch = ScratchDirectory.create();
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .config(CONFIG)
                        .socketLevel("user")
                        .start();
                RunningProcess exporter = RunningProcess.start(
                        "exporter",
                        List.of(
                                java("java"),
                                "-cp",
                                changed(scratch) + File.pathSeparator + classPath(),
                                "io.github.haproxyexporter.cli.Main",
                                "--haproxy.scrape-uri=" + haproxy.scrapeUri(),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--collector.pools"))) {
            String metrics = "http://127.0.0.1:" + port + "/metrics";
            exporter.await("ready", Duration.ofSeconds(60), () -> HttpAnswer.answers(metrics, 200));

            assertThat(HttpAnswer.get(metrics).text().lines())
                    .containsAll(blocks("prometheus").get(0).lines().toList())
                    .anyMatch(line -> line.startsWith("haproxy_pool_allocated_bytes{pool=\"buffer\","))
                    .anyMatch(line -> line.startsWith("haproxy_server") || line.startsWith("haproxy_frontend"));
            assertThat(HttpAnswer.get(metrics + "?collect[]=pools").text())
                    .contains("\nhaproxy_pool_used{")
                    .doesNotContain("haproxy_frontend_");
        }
    }

    /** A package that is not there any more, or has come, and files that were renamed. */
    @Test
    void map_showsWhatThereIs() throws IOException {
        String page = Files.readString(PAGE);
        List<String> packages;
        try (Stream<Path> folders = Files.list(SOURCES)) {
            packages = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }

        assertThat(page.lines()
                        .filter(line -> line.startsWith("| `") && !line.contains("Test`"))
                        .flatMap(line -> Pattern.compile("`([a-z]+)`")
                                .matcher(line.split("\\|", -1)[1])
                                .results())
                        .map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(packages);
        assertThat(Pattern.compile("`((?:src|alerts|docs|grafana|bin)/[\\w./-]+)`")
                        .matcher(page.replace("stats/Pools.java", "stats").replace("ALERT.md", ""))
                        .results()
                        .map(path -> Path.of(path.group(1))))
                .hasSizeGreaterThan(8)
                .allSatisfy(path -> assertThat(path).exists());
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            assertThat(tests.map(file -> file.getFileName().toString().replace(".java", "")))
                    .containsAll(Pattern.compile("`([A-Z]\\w+(?:Test|IT))`")
                            .matcher(page)
                            .results()
                            .map(test -> test.group(1))
                            .toList());
        }
    }

    /** The directory of the classes and the catalogue that the example changes; all else is as it was. */
    private static Path changed(ScratchDirectory scratch) throws IOException {
        List<String> java = blocks("java");
        Path parser = scratch.write("Pools.java", java.get(0));
        String registrations = Files.readString(REGISTRATIONS);
        assertThat(registrations).contains(LIST);
        Path registry = scratch.write(
                "AvailableCollectors.java",
                registrations
                        .replace("import java.time.Duration;", java.get(1) + "import java.time.Duration;")
                        .replace(LIST, LIST + java.get(2)));
        Path classes = scratch.resolve("classes");
        List<String> command = new ArrayList<>(List.of(
                java("javac"), "-Xlint:all", "-Werror", "-proc:none", "-cp", classPath(), "-d", classes.toString()));
        command.addAll(List.of(parser.toString(), registry.toString()));
        Finished.run(command).orThrow();

        Path catalogue = classes.resolve(Path.of("src/main/resources").relativize(CATALOGUE));
        Files.createDirectories(catalogue.getParent());
        Files.writeString(catalogue, Files.readString(CATALOGUE) + blocks("tsv").get(1));
        return classes;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
