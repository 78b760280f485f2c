package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.probe.HttpRequest;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProxyHeader;
import io.github.haproxyexporter.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Shell commands that can be pasted, made of what a bare Debian has. Whatever comes from outside is quoted. */
final class Commands {
    /** HAProxy takes no other names. A dash in front would make an option of one. */
    private static final Pattern SERVER_NAME = Pattern.compile("^[A-Za-z0-9_.:][A-Za-z0-9_.:-]*+/[A-Za-z0-9_.:-]++");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:-]++");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]++");
    private static final List<String> SECRETS =
            List.of("authorization", "cookie", "token", "secret", "password", "key");
    /** Stands for a secret until the shell's variable takes its place; no header holds it. */
    private static final String SECRET = "\u0001";

    private Commands() {}

    /** Whether a {@code backend/server} is one that HAProxy can have: only such a name may become a part of a command. */
    static boolean isServerName(String name) {
        return SERVER_NAME.matcher(name).matches();
    }

    /** A change of servers, with the guard against taking the last one. */
    static String server(String verb, List<String> names, HaproxyAddress socket) {
        return "haproxy-exporter server " + verb + " " + String.join(" ", names) + " --haproxy.scrape-uri "
                + quote(socket.toString());
    }

    /** Whether the request has a header that must not get into a ticket; {@link #request} leaves its value to the reader. */
    static boolean hasSecret(CheckStep.HttpSend request) {
        return request.headers().stream().anyMatch(Commands::isSecret);
    }

    /** The check's own request, byte for byte. */
    static String request(ProbePlan plan, CheckStep.HttpSend request) {
        List<CheckStep.Header> headers = request.headers().stream()
                .map(header -> isSecret(header) ? new CheckStep.Header(header.name(), SECRET) : header)
                .toList();
        return say(plan, HttpRequest.bytes(request.with(request.method(), request.uri(), headers)));
    }

    /** Sends these bytes over a connection like the check's, and shows the answer. */
    static String say(ProbePlan plan, byte[] bytes) {
        String header = plan.proxyHeader() == ProxyHeader.NONE ? "" : "PROXY UNKNOWN\\r\\n";
        String printf = "printf %b '" + header + escaped(bytes) + "' | ";
        long seconds = Math.max(1, (plan.checkTimeout().toMillis() + 999) / 1000);
        return plan.tls().isPresent()
                ? printf + "timeout " + seconds + " " + tlsClient(plan) + " -quiet"
                : printf + "bash -c "
                        + quote("exec 3<>" + device(plan.host(), plan.port()) + "; cat >&3; timeout " + seconds
                                + " cat <&3");
    }

    /** An {@code openssl s_client} that shakes hands as the check does; it reads what to say from its standard input. */
    static String tlsClient(ProbePlan plan) {
        StringBuilder command = new StringBuilder("openssl s_client -connect ").append(quote(plan.target()));
        plan.tls().ifPresent(tls -> {
            command.append(tls.sni().map(name -> " -servername " + quote(name)).orElse(" -noservername"));
            if (tls.verify()) {
                tls.caFile()
                        .filter(file -> !file.startsWith("@"))
                        .ifPresent(file -> command.append(" -CAfile ").append(quote(file)));
                tls.name()
                        .ifPresent(name -> command.append(" -verify_hostname ").append(quote(name)));
            }
            tls.identity().ifPresent(file -> command.append(" -cert ").append(quote(file)));
        });
        return command.toString();
    }

    static String connect(String host, int port) {
        return "timeout 3 bash -c " + quote("<" + device(host, port)) + " && echo open";
    }

    /** Bash's name for a connection. The inner shell would evaluate anything else in the host's place. */
    private static String device(String host, int port) {
        return "/dev/tcp/" + (HOST.matcher(host).matches() ? host : "HOST") + "/" + port;
    }

    private static boolean isSecret(CheckStep.Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(name::contains);
    }

    /** For {@code printf %b '…'}. */
    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                case '\'' -> text.append("'\\''");
                case '\u0001' -> text.append("'\"$SECRET\"'");
                default ->
                    text.append(
                            c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\0%03o", (int) c));
            }
        }
        return text.toString();
    }

    /** As a shell takes it literally; control characters only bash, zsh and POSIX's shell of 2024 take. */
    static String quote(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        if (text.equals(Printable.clean(text))) {
            return "'" + text.replace("'", "'\\''") + "'";
        }
        StringBuilder quoted = new StringBuilder("$'");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            quoted.append(
                    c == '\'' || c == '\\'
                            ? "\\" + c
                            : c >= ' ' && c < 0x7f
                                    ? String.valueOf(c)
                                    : String.format(Locale.ROOT, "\\x%02x", (int) c));
        }
        return quoted.append('\'').toString();
    }
}
