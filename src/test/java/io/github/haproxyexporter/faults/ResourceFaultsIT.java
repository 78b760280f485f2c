package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.RunningProcess;
import io.github.haproxyexporter.testing.ScratchDirectory;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the daemon's own machine may refuse it: room for its log, descriptors, the right to the socket. */
class ResourceFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LIMITED_TO = Pattern.compile("connections of a listener are limited to (\\d+)");

    @Test
    void logOnAFullDisk_scrapesGoOn() {
        try (StubSocket stub = StubSocket.unix(StubScript.closing(), StubScript.sending(Fault.good()))) {
            int port = Ports.free();
            List<String> shell = List.of("sh", "-c", "exec \"$@\" >/dev/full 2>&1", "sh");
            try (RunningProcess daemon = daemon(shell, Map.of(), port, stub.uri(), "--log.level=debug")) {
                awaitReady(daemon, port);

                // The first has an error to log, the second that it is over.
                assertThat(up(port)).isZero();
                for (int i = 0; i < 5; i++) {
                    assertThat(up(port)).isEqualTo(1);
                }
                assertThat(daemon.isAlive()).isTrue();
            }
        }
    }

    /** Linux counts a limit at the moment a descriptor is made, so that it can be taken away from a running daemon and given back. */
    @Test
    void descriptorsUsedUp_answersAgainWhenTheyAreBack() throws IOException {
        try (StubSocket stub = StubSocket.unix(StubScript.sending(Fault.good()));
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + stub.uri())) {
            assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(1);
            long logged = exporter.log().length();
            limit(exporter, 8);
            List<Socket> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(exporter));
                    waiting.add(socket);
                    socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                Awaitility.await()
                        .pollDelay(Duration.ofSeconds(2))
                        .until(() -> exporter.process().isAlive());
            } finally {
                limit(exporter, 1024);
                for (Socket socket : waiting) {
                    socket.close();
                }
            }

            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    exporter.families().get("haproxy_up").value())
                            .isEqualTo(1));
            assertThat(exporter.log().length() - logged).as("bytes logged").isLessThan(50_000);
        }
    }

    /** A connection that could not be accepted would be neither served nor closed, and wait in the kernel's queue. */
    @Test
    void moreClientsThanDescriptors_areServedOrClosedAndNoneIsLeftWaiting() throws IOException {
        int descriptors = 96;
        try (StubSocket stub = StubSocket.unix(StubScript.sending(Fault.good()))) {
            int port = Ports.free();
            List<String> limited =
                    List.of(Programs.find("prlimit").toString(), "--nofile=" + descriptors + ":" + descriptors);
            List<Socket> clients = new ArrayList<>();
            try (RunningProcess daemon = daemon(limited, Map.of(), port, stub.uri())) {
                awaitReady(daemon, port);
                Matcher warning = LIMITED_TO.matcher(daemon.output());
                assertThat(warning.find()).as(daemon.output()).isTrue();
                int most = Integer.parseInt(warning.group(1));
                assertThat(most).isBetween(10, descriptors - 40);
                for (int i = 0; i < 2 * descriptors; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    socket.setSoTimeout(1);
                    clients.add(socket);
                }

                // The connection that asked whether it is ready is one of them, until it is idle for too long.
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> clients.stream()
                                        .filter(ResourceFaultsIT::isClosed)
                                        .count()
                                >= clients.size() - most);
                List<Socket> open =
                        clients.stream().filter(socket -> !isClosed(socket)).toList();
                assertThat(open).hasSizeBetween(most - 3, most);
                for (Socket socket : open) {
                    socket.setSoTimeout((int) PATIENCE.toMillis());
                    socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            .contains("\nhaproxy_up 1\n");
                }
                assertThat(up(port)).isEqualTo(1);
            } finally {
                for (Socket socket : clients) {
                    socket.close();
                }
            }
        }
    }

    /** The JVM handles a signal on a thread of its own, and ends on some more. */
    @Test
    void threadsUsedUp_isToldToEnd_ends() throws IOException {
        int most = 48;
        try (StubSocket stub = StubSocket.unix(StubScript.sending(Fault.good()));
                ScratchDirectory directory = ScratchDirectory.create()) {
            Path jar = Files.copy(ExporterProcess.jar(), directory.resolve("e.jar"));
            int port = Ports.free();
            // Linux does not hold root to a limit of threads, and counts those of all processes of a user.
            List<String> limited = List.of(
                    Programs.find("setpriv").toString(),
                    "--reuid=64321",
                    "--regid=64321",
                    "--clear-groups",
                    Programs.find("prlimit").toString(),
                    "--nproc=" + most + ":" + most);
            List<Socket> clients = new ArrayList<>();
            try (RunningProcess daemon = daemon(limited, jar, Map.of(), port, stub.uri(), "--web.read-timeout=10m")) {
                awaitReady(daemon, port);
                for (int i = 0; i < 2 * most; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    clients.add(socket);
                    socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(daemon.output()).contains("the system has no more threads"));
                Awaitility.await().atMost(PATIENCE).until(() -> threads(daemon) <= most - 4);

                daemon.signal("TERM");

                assertThat(daemon.awaitExit(Duration.ofMinutes(1))).isIn(0, 143);
            } finally {
                for (Socket socket : clients) {
                    socket.close();
                }
            }
        }
    }

    private static long threads(RunningProcess process) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.count();
        }
    }

    /** The wall clock alone: nobody sets the monotonic one. */
    @Test
    void wallClockStepped_scrapesEndInTimeAndAreWhole() throws IOException {
        StubScript good = StubScript.sending(Fault.good());
        AtomicReference<StubScript> script = new AtomicReference<>(good);
        try (StubSocket stub = StubSocket.unix(connection -> script.get().play(connection));
                ScratchDirectory directory = ScratchDirectory.create()) {
            Path clock = directory.write("clock", "+0");
            int port = Ports.free();
            Map<String, String> stepped = Map.of(
                    "LD_PRELOAD",
                    faketime().toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    clock.toString(),
                    "FAKETIME_CACHE_DURATION",
                    "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1");
            try (RunningProcess daemon = daemon(List.of(), stepped, port, stub.uri(), "--haproxy.timeout=3s")) {
                awaitReady(daemon, port);
                awaitUp(port);

                script.set(StubScript.hanging());
                long start = System.nanoTime();
                CompletableFuture<Double> hanging = CompletableFuture.supplyAsync(() -> up(port));
                Files.writeString(clock, "+400d");
                assertThat(hanging.join()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(2900), PATIENCE);
                script.set(good);
                Awaitility.await().atMost(PATIENCE).until(() -> daysAhead(port) > 390);
                awaitUp(port);

                Files.writeString(clock, "-400d");
                Awaitility.await().atMost(PATIENCE).until(() -> daysAhead(port) < -390);
                awaitUp(port);
            }
        }
    }

    /** How far the daemon's wall clock is from this one's, by the date of its answers. */
    private static long daysAhead(int port) {
        String date = HttpAnswer.get("http://127.0.0.1:" + port + "/-/healthy")
                .header("Date")
                .orElseThrow();
        return Duration.between(Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                .toDays();
    }

    /** Debian's is in a directory named after the architecture. */
    private static Path faketime() throws IOException {
        try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
            return directories
                    .map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no libfaketime; install the package faketime"));
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void socketOfOthers_isPermissionDeniedAndThenWhole() throws IOException {
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                        .socketMode("600")
                        .config("frontend web\n    bind 127.0.0.1:{{port:web}}\n    timeout client 1s\n    mode http\n")
                        .start();
                ScratchDirectory directory = ScratchDirectory.create()) {
            // The build directory may be out of reach for another user.
            Path jar = Files.copy(ExporterProcess.jar(), directory.resolve("e.jar"));
            int port = Ports.free();
            List<String> nobody =
                    List.of(Programs.find("setpriv").toString(), "--reuid=65534", "--regid=65534", "--clear-groups");
            try (RunningProcess daemon = daemon(nobody, jar, Map.of(), port, haproxy.scrapeUri())) {
                awaitReady(daemon, port);

                assertThat(up(port)).isZero();
                assertThat(families(port)
                                .get("haproxy_exporter_scrape_errors_total")
                                .value("kind", "permission_denied"))
                        .isEqualTo(2);

                Files.setPosixFilePermissions(haproxy.socketPath(), PosixFilePermissions.fromString("rw-rw-rw-"));
                assertThat(up(port)).isEqualTo(1);
            }
        }
    }

    /** A user of no rights but the group of the socket, and no more than statistics there. */
    @Test
    void socketOfAGroup_isReadByAMemberWithoutOtherRights() throws IOException {
        int group = 64_242;
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                        .socketMode("660")
                        .config("frontend web\n    bind 127.0.0.1:{{port:web}}\n    timeout client 1s\n    mode http\n")
                        .start();
                ScratchDirectory directory = ScratchDirectory.create()) {
            Files.setAttribute(haproxy.socketPath(), "unix:gid", group);
            Path jar = Files.copy(ExporterProcess.jar(), directory.resolve("e.jar"));
            int port = Ports.free();
            List<String> member = List.of(
                    Programs.find("setpriv").toString(),
                    "--reuid=65534",
                    "--regid=65534",
                    "--groups=" + group,
                    "--bounding-set=-all",
                    "--no-new-privs");
            try (RunningProcess daemon = daemon(member, jar, Map.of(), port, haproxy.scrapeUri())) {
                awaitReady(daemon, port);

                assertThat(up(port)).isEqualTo(1);
            }
        }
    }

    private static RunningProcess daemon(
            List<String> prefix, Map<String, String> environment, int port, String uri, String... flags) {
        return daemon(prefix, ExporterProcess.jar(), environment, port, uri, flags);
    }

    private static RunningProcess daemon(
            List<String> prefix, Path jar, Map<String, String> environment, int port, String uri, String... flags) {
        List<String> command = new ArrayList<>(prefix);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-jar", jar.toString(), "--web.listen-address=127.0.0.1:" + port));
        command.add("--haproxy.scrape-uri=" + uri);
        command.addAll(List.of(flags));
        return RunningProcess.start("exporter", command, environment);
    }

    private static void awaitReady(RunningProcess daemon, int port) {
        daemon.await("ready", PATIENCE, () -> HttpAnswer.answers("http://127.0.0.1:" + port + "/-/ready", 200));
    }

    private static Map<String, Family> families(int port) {
        return ExpositionParser.text(
                HttpAnswer.get("http://127.0.0.1:" + port + "/metrics").body());
    }

    private static double up(int port) {
        return families(port).get("haproxy_up").value();
    }

    /** For a time-out so short that a scrape of a busy machine may not end in time. */
    private static void awaitUp(int port) {
        Awaitility.await().atMost(PATIENCE).until(() -> up(port) == 1);
    }

    private static void limit(ExporterProcess exporter, int descriptors) {
        Finished.run(
                        Programs.find("prlimit").toString(),
                        "--pid=" + exporter.process().pid(),
                        "--nofile=" + descriptors + ":")
                .orThrow();
    }

    private static int port(ExporterProcess exporter) {
        return URI.create(exporter.url("/")).getPort();
    }
}
