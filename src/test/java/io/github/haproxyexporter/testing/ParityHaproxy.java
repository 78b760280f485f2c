package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A HAProxy that shows all that it can show: every object, state and check result, with traffic behind it and then at rest, so that two exporters can be
 * compared on it. The configuration is {@code parity.cfg} beside this class; what a server is called there says what becomes of it.
 */
public final class ParityHaproxy implements AutoCloseable {
    /** Columns of {@code show stat} that move with time alone. */
    public static final Set<String> MOVING_COLUMNS = Set.of("lastchg", "downtime", "lastsess");

    /** The frontend that scrapes of HAProxy's own exporter pass through: all its numbers move with each. */
    public static final String SCRAPES_FRONTEND = "scrapes";

    private static final Pattern MOVING_FAMILIES =
            Pattern.compile("haproxy_(server|backend)_(check_last_change|last_session|downtime)_seconds(_total)?"
                    + "|haproxy_process_(uptime_seconds|idle_time_percent|connections_total|requests_total|bytes_out_.*|pool_.*"
                    + "|(current|max)_.*(rate|tasks|queue|ssl_connections|connections)|max_ssl_rate)");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AppServers apps;
    private final HaproxyProcess haproxy;

    private ParityHaproxy(HaproxyFlavor flavor) {
        try {
            apps = part(AppServers.start("ok", "sick", "odd", "missing", "falling", "rising"));
            apps.answerStatus("sick", 503);
            apps.answerStatus("rising", 503);
            apps.answerStatus("missing", 404);
            apps.answerWrongContent("odd");
            haproxy = part(builder(flavor).start());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts it with all around it, brings every state about, and waits until it is at rest; without traffic yet. */
    public static ParityHaproxy start(HaproxyFlavor flavor) {
        ParityHaproxy parity = new ParityHaproxy(flavor);
        try {
            parity.bringStatesAbout();
            parity.awaitRest();
            return parity;
        } catch (RuntimeException e) {
            parity.close();
            throw e;
        }
    }

    /** What {@code haproxy -c} says of the configuration. */
    public static Finished check(HaproxyFlavor flavor) {
        return HaproxyProcess.builder()
                .flavor(flavor)
                .config(template())
                .file("site.pem", Certificates.selfSigned())
                .check();
    }

    /**
     * Whether a sample of either exporter, in either naming, keeps its value while HAProxy is at rest: it neither moves with time nor with the scrapes
     * themselves.
     */
    public static boolean rests(Sample sample) {
        boolean ofTheScrapes =
                SCRAPES_FRONTEND.equals(sample.label("proxy")) || SCRAPES_FRONTEND.equals(sample.label("frontend"));
        return sample.name().startsWith("haproxy_")
                && !sample.name().startsWith("haproxy_exporter_")
                && !ofTheScrapes
                && !MOVING_FAMILIES.matcher(sample.name()).matches();
    }

    /** The HAProxy with its socket. */
    public HaproxyProcess haproxy() {
        return haproxy;
    }

    /** The socket's address for {@code --haproxy.scrape-uri}. */
    public String scrapeUri() {
        return haproxy.scrapeUri();
    }

    /** The statistics over HTTP, as CSV. */
    public String csvUrl() {
        return haproxy.url("scrapes", "/stats;csv");
    }

    /** One scrape of HAProxy's own exporter; the query without its question mark, empty for none. */
    public HttpAnswer promex(String query) {
        return HttpAnswer.get(haproxy.url("scrapes", "/metrics") + (query.isEmpty() ? "" : "?" + query));
    }

    /** Sends a bounded burst of requests of all kinds, then waits until HAProxy is at rest. */
    public void traffic() {
        ParityTraffic.send(haproxy);
        awaitRest();
    }

    /**
     * Waits until two dumps more than a second apart, with the numbers of the name servers, agree in all but {@link #MOVING_COLUMNS} and the scrapes'
     * own frontend.
     */
    public void awaitRest() {
        List<Map<String, String>> before = new ArrayList<>(steadyRows());
        Awaitility.await("HAProxy at rest")
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ofMillis(1200))
                .pollInterval(Duration.ofMillis(1200))
                .until(() -> {
                    List<Map<String, String>> now = steadyRows();
                    boolean same = now.equals(before);
                    before.clear();
                    before.addAll(now);
                    return same;
                });
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.removeLast().close();
            } catch (Exception e) {
                RuntimeException next = new IllegalStateException("cannot close a part of the parity setup", e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private HaproxyProcess.Builder builder(HaproxyFlavor flavor) {
        String certificate = Certificates.selfSigned();
        HaproxyProcess tlsApp = part(HaproxyProcess.builder()
                .config("""
                        defaults
                            mode http
                            timeout client 5s
                            timeout http-keep-alive 300ms

                        frontend app
                            bind 127.0.0.1:{{port:tls}} ssl crt {{dir}}/site.pem
                            http-request return status 200 content-type text/plain string "hello over TLS"
                        """)
                .file("site.pem", certificate)
                .start());
        HaproxyProcess.Builder builder = HaproxyProcess.builder()
                .flavor(flavor)
                .config(template())
                .file("site.pem", certificate)
                .port("tlsapp", tlsApp.port("tls"))
                .port("dns", part(StubDns.start()).port())
                .port("blackhole", part(BlackHole.open()).port())
                .port("silent", tcp(StubScript.hanging()))
                .port("garbage", tcp(StubScript.answeringHttp("220 mail.example ESMTP\r\n")))
                .port("short", tcp(StubScript.answeringHttp("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")))
                .port("agentup", tcp(StubScript.greeting("up\n")))
                .port("agentdown", tcp(StubScript.greeting("down overloaded\n")))
                .port("agentdrain", tcp(StubScript.greeting("drain\n")))
                .port("agentmaint", tcp(StubScript.greeting("maint\n")))
                .port("agentweight", tcp(StubScript.greeting("50%\n")));
        for (String app : List.of("ok", "sick", "odd", "missing", "falling", "rising")) {
            builder.port(app, apps.port(app));
        }
        return builder;
    }

    private void bringStatesAbout() {
        HaproxySocket socket = haproxy.socket();
        socket.change("set server states/maint state maint");
        socket.change("set server states/drain state drain");
        socket.change("set server states/draindown state drain");
        socket.change("set server states/drainfalling state drain");
        // A server is throttled from its return on.
        socket.change("set server states/throttled state maint");
        socket.change("set server states/throttled state ready");
        socket.change("disable frontend paused");
        // A check that took too long is as good as one that was refused.
        haproxy.awaitStatus("states", "falling", Set.of("UP", "UP 49/50")::contains);
        haproxy.awaitStatus("states", "rising", "DOWN");
        haproxy.awaitStatus("states", "drainfalling", Set.of("DRAIN", "DRAIN 49/50")::contains);
        apps.answerStatus("falling", 503);
        apps.answerNormally("rising");
        haproxy.awaitStatus("states", "falling", "UP 49/50");
        haproxy.awaitStatus("states", "rising", "DOWN 1/50");
        haproxy.awaitStatus("states", "drainfalling", "DRAIN 49/50");
        hold("full", "");
        hold("holding", request(""));
        haproxy.awaitColumn("queueing", "one", "scur", "1"::equals);
        hold("holding", request(""));
        haproxy.awaitColumn("queueing", "BACKEND", "qcur", "1"::equals);
        hold("holding", request("Cookie: SRV=one\r\n"));
        haproxy.awaitColumn("queueing", "one", "qcur", "1"::equals);
        haproxy.awaitStatus("states", "known", "UP");
        Awaitility.await("every check has its result")
                .atMost(Duration.ofMinutes(1))
                .until(() -> socket.rows().stream().noneMatch(ParityHaproxy::isBeingChecked));
    }

    /** Nobody checks a server in maintenance, or before the next hour one whose name had no address yet when its turn came. */
    private static boolean isBeingChecked(Map<String, String> row) {
        String check = row.getOrDefault("check_status", "");
        boolean checked = !row.getOrDefault("status", "").startsWith("MAINT")
                && !(check.equals("INI") && "known".equals(row.get("svname")));
        return (checked && isPending(check)) || isPending(row.getOrDefault("agent_status", ""));
    }

    private static boolean isPending(String status) {
        return status.startsWith("*") || status.equals("INI");
    }

    private List<Map<String, String>> steadyRows() {
        List<Map<String, String>> steadyRows = new ArrayList<>();
        steadyRows.add(Map.of("resolvers", haproxy.command("show resolvers")));
        haproxy.socket().rows().stream()
                .filter(row -> !SCRAPES_FRONTEND.equals(row.get("pxname")))
                .forEach(row -> {
                    Map<String, String> steady = new TreeMap<>(row);
                    steady.keySet().removeAll(MOVING_COLUMNS);
                    steadyRows.add(steady);
                });
        return steadyRows;
    }

    private void hold(String portName, String request) {
        try {
            Socket socket = part(new Socket());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.port(portName)), 1000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hold a connection to " + portName, e);
        }
    }

    private int tcp(StubScript script) {
        return part(StubSocket.tcp(script)).port();
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.add(part);
        return part;
    }

    private static String request(String header) {
        return "GET /held HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
    }

    private static String template() {
        try (InputStream resource = ParityHaproxy.class.getResourceAsStream("parity.cfg")) {
            if (resource == null) {
                throw new IllegalStateException("no parity.cfg among the test resources");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read parity.cfg", e);
        }
    }
}
