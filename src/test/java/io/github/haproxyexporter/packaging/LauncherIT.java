package io.github.haproxyexporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherIT {

    private static final String JAR = System.getProperty("exporter.jar");

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
    void java25_serve_takesItsExtras() throws Exception {
        javaSays("25.0.3+9-LTS");

        assertThat(launch(fakeJava(), "serve").lines()).contains("-XX:+UseCompactObjectHeaders");
    }

    @Test
    void archive_isWrittenOnceAndThenRead() throws Exception {
        Path archive = directory.resolve("a.jsa");

        assertThat(flagsAndExit(archive)).contains("-XX:ArchiveClassesAtExit=" + archive);
        Object first = Files.getLastModifiedTime(archive);

        assertThat(flagsAndExit(archive)).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(flagsAndExit(archive)).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(first);
    }

    /** As a crash, a full disk or a copy leaves it, before it was checked and after. */
    @ParameterizedTest
    @CsvSource({"0, false", "4096, false", "50, false", "50, true", "99, true"})
    void archive_thatIsCut_isWrittenAnew(int cut, boolean checkedBefore) throws Exception {
        Path archive = directory.resolve("a.jsa");
        flagsAndExit(archive);
        if (checkedBefore) {
            flagsAndExit(archive);
        }
        byte[] whole = Files.readAllBytes(archive);
        int length = cut < 100 ? (int) (whole.length / 100L * cut) : cut;
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(whole, length));

        assertThat(flagsAndExit(archive)).contains("-XX:ArchiveClassesAtExit=" + archive);
        assertThat(flagsAndExit(archive)).contains("-XX:SharedArchiveFile=" + archive);
    }

    /** As a JVM leaves it that is killed while it writes. */
    @Test
    void archive_ofADaemonThatWasKilled_isDoneWithoutByOtherCommands() throws Exception {
        Path archive = Files.write(directory.resolve("a.jsa"), new byte[100]);
        javaSays("17.0.1+1");

        Result result = launch(with(fakeJava(), "HAPROXY_EXPORTER_CDS", archive.toString()), "status");

        assertThat(archive).exists();
        assertThat(result.lines()).noneMatch(flag -> flag.contains("Archive"));
    }

    /** The JVM ends with 1 when its archive finds no room. */
    @Test
    void archive_withoutRoom_isDoneWithout() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        Finished.run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString())
                .orThrow();
        try {
            assertThat(flagsAndExit(small.resolve("a.jsa"))).noneMatch(flag -> flag.contains("Archive"));
            assertThat(small).isEmptyDirectory();
        } finally {
            Finished.run("umount", small.toString()).orThrow();
        }
    }

    @Test
    void oneShotCommand_withoutArchive_writesNone() throws Exception {
        javaSays("25.0.3+9-LTS");

        assertThat(launch(fakeJava(), "status", "--down").lines()).noneMatch(flag -> flag.contains("Archive"));
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

    /** The JVM's flags of a daemon with this archive, which is told to end and must end well. */
    private static List<String> flagsAndExit(Path archive) {
        try (ExporterProcess exporter = ExporterProcess.builder()
                .launcher()
                .environment("HAPROXY_EXPORTER_CDS", archive.toString())
                .start()) {
            List<String> flags =
                    List.of(exporter.process().handle().info().arguments().orElseThrow());
            assertThat(exporter.stop()).isEqualTo(143);
            return flags;
        }
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
