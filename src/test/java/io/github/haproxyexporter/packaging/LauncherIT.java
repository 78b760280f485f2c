package io.github.haproxyexporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private static final String JAR = System.getProperty("exporter.jar");

    /** The head of an archive as Java 17 writes it. */
    private static final byte[] WHOLE = {(byte) 0xa8, (byte) 0xab, 0x0b, (byte) 0xf0, 1};

    /** As a JVM leaves it that is killed while it writes: the head comes last. */
    private static final byte[] HEADLESS = {0, 0, 0, 0, 1};

    @TempDir
    private Path directory;

    private Path java;

    /** A Java that says how it was called instead of running anything. */
    @BeforeEach
    void makeJava() throws IOException {
        java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void version_withRealJava_isPrintedByTheJar() throws Exception {
        Result result = launch(Map.of("JAVA_HOME", ExporterProcess.javaHome().toString()), "--version");

        assertThat(result.output()).contains("haproxy-exporter");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void arguments_withBlanksAndQuotes_reachTheProgramUnchanged() throws Exception {
        javaSays("17.0.1+1");

        Result result = launch(fakeJava(), "serve", "a  b", "*", "'\"$HOME");

        assertThat(result.lines()).containsSubsequence("-jar", JAR, "serve", "a  b", "*", "'\"$HOME");
    }

    @Test
    void javaOptions_ofTheEnvironment_comeAfterTheDefaults() throws Exception {
        javaSays("17.0.1+1");

        Result result = launch(with(fakeJava(), "HAPROXY_EXPORTER_JAVA_OPTS", "-Xmx1g -Da=b"), "serve");

        assertThat(result.lines()).containsSubsequence("-XX:+UseSerialGC", "-Xmx192m", "-Xmx1g", "-Da=b", "-jar");
    }

    @Test
    void java17_firstStart_writesTheArchiveAtItsEnd() throws Exception {
        javaSays("17.0.1+1");

        assertThat(launch(fakeJava(), "serve").lines())
                .anyMatch(flag -> flag.startsWith("-XX:ArchiveClassesAtExit=" + directory))
                .noneMatch(flag -> flag.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void java17_withArchive_readsIt() throws Exception {
        javaSays("17.0.1+1");
        Path archive = Files.write(directory.resolve("a.jsa"), WHOLE);

        assertThat(launch(with(fakeJava(), "HAPROXY_EXPORTER_CDS", archive.toString()), "serve")
                        .lines())
                .contains("-XX:SharedArchiveFile=" + archive)
                .noneMatch(flag -> flag.startsWith("-XX:ArchiveClassesAtExit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.1+1", "25.0.3+9-LTS"})
    void archive_thatWasNotWrittenToItsEnd_isWrittenAnew(String version) throws Exception {
        javaSays(version);
        for (byte[] content : List.of(HEADLESS, new byte[0])) {
            Path archive = Files.write(directory.resolve("a.jsa"), content);

            Result result = launch(with(fakeJava(), "HAPROXY_EXPORTER_CDS", archive.toString()), "serve");

            assertThat(archive).doesNotExist();
            assertThat(result.lines())
                    .containsAnyOf("-XX:ArchiveClassesAtExit=" + archive, "-XX:+AutoCreateSharedArchive");
        }
    }

    @Test
    void archive_thatWasNotWrittenToItsEnd_isDoneWithoutByOtherCommands() throws Exception {
        javaSays("17.0.1+1");
        Path archive = Files.write(directory.resolve("a.jsa"), HEADLESS);

        Result result = launch(with(fakeJava(), "HAPROXY_EXPORTER_CDS", archive.toString()), "status");

        assertThat(archive).exists();
        assertThat(result.lines()).noneMatch(flag -> flag.contains("Archive"));
    }

    @Test
    void java25_serve_keepsTheArchiveByItselfAndTakesItsExtras() throws Exception {
        javaSays("25.0.3+9-LTS");

        assertThat(launch(fakeJava(), "serve").lines())
                .contains("-XX:+AutoCreateSharedArchive", "-XX:+UseCompactObjectHeaders")
                .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile=" + directory));
    }

    @Test
    void oneShotCommand_withoutArchive_writesNone() throws Exception {
        javaSays("25.0.3+9-LTS");

        assertThat(launch(fakeJava(), "status", "--down").lines()).doesNotContain("-XX:+AutoCreateSharedArchive");
    }

    @Test
    void cacheDirectory_thatCannotBeMade_isDoneWithout() throws Exception {
        javaSays("17.0.1+1");

        Result result = launch(with(fakeJava(), "XDG_CACHE_HOME", "/proc/none"), "serve");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).noneMatch(flag -> flag.contains("Archive"));
    }

    @Test
    void javaHome_withoutJava_isOneLineThatNamesIt() throws Exception {
        Result result = launch(Map.of("JAVA_HOME", "/nonexistent"), "serve");

        assertThat(result.lines()).singleElement().asString().contains("JAVA_HOME is /nonexistent", "17 or newer");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void java11_isRefusedInOneLine() throws Exception {
        javaSays("11.0.2+9");

        Result result = launch(fakeJava(), "serve");

        assertThat(result.lines()).singleElement().asString().contains("is Java 11.0.2", "17 or newer");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void jar_thatIsNotThere_isOneLineThatNamesIt() throws Exception {
        Result result = launch(with(fakeJava(), "HAPROXY_EXPORTER_JAR", "/nonexistent.jar"), "serve");

        assertThat(result.lines()).singleElement().asString().contains("HAPROXY_EXPORTER_JAR is /nonexistent.jar");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    private void javaSays(String version) throws IOException {
        Files.writeString(directory.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
    }

    private Map<String, String> fakeJava() {
        return Map.of("JAVA_HOME", directory.resolve("jdk").toString());
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    private Result launch(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of("bin/haproxy-exporter").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HAPROXY_EXPORTER_"));
        builder.environment().remove("CACHE_DIRECTORY");
        builder.environment().put("XDG_CACHE_HOME", directory.toString());
        builder.environment().put("HAPROXY_EXPORTER_JAR", JAR);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Result(int exitCode, String output) {

        List<String> lines() {
            return output.lines().toList();
        }
    }
}
