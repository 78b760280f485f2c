package io.github.haproxyexporter.testing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Application servers, each on its own port, whose answers a test switches while they run. They are frontends of one more HAProxy that answers by itself
 * ({@code http-request return}). A request for {@code /status/404} gets that status from a server that is well, {@code /text} gets a long text.
 */
public final class AppServers implements AutoCloseable {
    private static final List<Integer> STATUSES =
            List.of(200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 429, 500, 501, 502, 503, 504);
    private static final String OK = "200";
    private static final String SLOW = "slow";
    private static final String WRONG_CONTENT = "wrong";

    private final HaproxyProcess haproxy;

    private AppServers(HaproxyProcess haproxy) {
        this.haproxy = haproxy;
    }

    /** Starts servers with these names; all answer 200. */
    public static AppServers start(String... names) {
        HaproxyProcess.Builder builder =
                HaproxyProcess.builder().config(config(List.of(names))).file("answers.map", answers(List.of(names)));
        return new AppServers(
                builder.file("text.txt", "All work and no play. ".repeat(300)).start());
    }

    /** Starts {@code web1} to {@code webN}. */
    public static AppServers start(int count) {
        return start(IntStream.rangeClosed(1, count).mapToObj(i -> "web" + i).toArray(String[]::new));
    }

    /** The port of one server. */
    public int port(String name) {
        return haproxy.port(name);
    }

    /** From now on the server answers everything with that status. */
    public void answerStatus(String name, int status) {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status " + status + " for " + name + ", expected one of " + STATUSES);
        }
        answer(name, Integer.toString(status));
    }

    /** From now on the server is well again: status 200, at once, listening. */
    public void answerNormally(String name) {
        answer(name, OK);
    }

    /** From now on the server takes 3 seconds for each answer. */
    public void answerSlowly(String name) {
        answer(name, SLOW);
    }

    /** From now on the server answers 200 with a text that has no {@code hello} in it. */
    public void answerWrongContent(String name) {
        answer(name, WRONG_CONTENT);
    }

    /** From now on the server's port is closed; {@link #answerNormally} opens it again. */
    public void refuse(String name) {
        haproxy.socket().command("disable frontend " + name);
    }

    /** Requests that a server has received, health checks included. */
    public long requests(String name) {
        return Long.parseLong(haproxy.socket().column(name, "FRONTEND", "req_tot"));
    }

    /** The HAProxy behind the servers. */
    public HaproxyProcess haproxy() {
        return haproxy;
    }

    @Override
    public void close() {
        haproxy.close();
    }

    private void answer(String name, String answer) {
        haproxy.socket().change("set map " + haproxy.directory().resolve("answers.map") + " " + name + " " + answer);
        // Says so when the frontend is enabled already, which is as good.
        haproxy.socket().command("enable frontend " + name);
    }

    private static String answers(List<String> names) {
        return names.stream().map(name -> name + " " + OK + "\n").collect(Collectors.joining());
    }

    private static String config(List<String> names) {
        StringBuilder config = new StringBuilder("""
                defaults
                    mode http
                    timeout client 10s
                    timeout connect 1s
                    timeout server 10s
                    timeout http-keep-alive 300ms
                    timeout tarpit 3s

                """);
        for (String name : names) {
            config.append(server(name));
        }
        return config.toString();
    }

    private static String server(String name) {
        StringBuilder server = new StringBuilder("""
                frontend %s
                    bind 127.0.0.1:{{port:%s}}
                    http-request set-var(txn.answer) fe_name,map({{dir}}/answers.map,200)
                    http-request tarpit deny_status 200 if { var(txn.answer) -m str slow }
                    http-request return status 200 content-type text/plain string "goodbye" if { var(txn.answer) -m str wrong }
                """.formatted(name, name));
        for (int status : STATUSES) {
            if (status != 200) {
                server.append(answer(status, "var(txn.answer) -m str " + status));
            }
        }
        for (int status : STATUSES) {
            server.append(answer(status, "path /status/" + status));
        }
        return server.append(
                        "    http-request return status 200 content-type text/plain hdr Cache-Control max-age=60 file {{dir}}/text.txt"
                                + " if { path_beg /text }\n")
                .append("    http-request return status 200 content-type text/plain string \"hello from %s\"\n\n"
                        .formatted(name))
                .toString();
    }

    private static String answer(int status, String condition) {
        String content;
        if (status == 204 || status == 304) {
            content = "";
        } else if (status / 100 == 3) {
            content = " hdr Location /elsewhere";
        } else {
            content = " content-type text/plain string \"answer " + status + "\"";
        }
        return "    http-request return status " + status + content + " if { " + condition + " }\n";
    }
}
