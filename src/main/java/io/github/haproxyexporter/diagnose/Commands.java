package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Shell commands that can be pasted. Whatever comes from outside is quoted. */
final class Commands {
    /** HAProxy takes no other names. A dash in front would make an option of one. */
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9_.:][A-Za-z0-9_.:-]*+/[A-Za-z0-9_.:-]++");

    private Commands() {}

    /** Whether a {@code backend/server} is one that HAProxy can have: only such a name may become a part of a command. */
    static boolean isServerName(String name) {
        return SERVER_NAME.matcher(name).matches();
    }

    /** A command on the stats socket. */
    static String socket(HaproxyAddress haproxy, String command) {
        String address;
        if (haproxy instanceof HaproxyAddress.Unix unix) {
            address = "unix-connect:" + unix.path();
        } else if (haproxy instanceof HaproxyAddress.AbstractUnix named) {
            address = "abstract-connect:" + named.name();
        } else if (haproxy instanceof HaproxyAddress.Tcp tcp) {
            address = "tcp-connect:" + tcp.host() + ":" + tcp.port();
        } else {
            throw new IllegalArgumentException(haproxy + " takes no commands");
        }
        return "echo " + quote(command) + " | socat stdio " + quote(address);
    }

    /** The check's own request. */
    static String curl(ProbePlan plan, CheckStep.HttpSend request) {
        StringBuilder command = new StringBuilder("curl -sv --max-time ")
                .append(Math.max(1, (plan.checkTimeout().toMillis() + 999) / 1000));
        command.append(request.version().equals("HTTP/1.0") ? " --http1.0" : " --http1.1");
        command.append(request.method().equals("HEAD") ? " --head" : " -X " + quote(request.method()));
        request.headers()
                .forEach(header -> command.append(" -H ").append(quote(header.name() + ": " + header.value())));
        request.body().ifPresent(body -> command.append(" --data-raw ").append(quote(body)));
        if (plan.tls().isPresent()) {
            ProbePlan.TlsPlan tls = plan.tls().get();
            command.append(
                    !tls.verify()
                            ? " -k"
                            : tls.caFile()
                                    .filter(file -> !file.startsWith("@"))
                                    .map(file -> " --cacert " + quote(file))
                                    .orElse(""));
            tls.identity().ifPresent(file -> command.append(" --cert ").append(quote(file)));
        }
        String scheme = plan.tls().isPresent() ? "https://" : "http://";
        return command.append(' ')
                .append(quote(scheme + plan.target() + request.uri()))
                .toString();
    }

    static String tlsClient(ProbePlan plan) {
        StringBuilder command = new StringBuilder("openssl s_client -connect ").append(quote(plan.target()));
        plan.tls().ifPresent(tls -> {
            tls.sni().ifPresent(name -> command.append(" -servername ").append(quote(name)));
            tls.caFile()
                    .filter(file -> !file.startsWith("@"))
                    .ifPresent(file -> command.append(" -CAfile ").append(quote(file)));
            tls.identity().ifPresent(file -> command.append(" -cert ").append(quote(file)));
        });
        return command + " </dev/null";
    }

    static String connect(String host, int port) {
        return "nc -vz -w 3 " + quote(host) + " " + port;
    }

    /** As a shell takes it literally; control characters only bash, zsh and POSIX's shell of 2024 take. */
    static String quote(String text) {
        if (text.matches("[A-Za-z0-9_./:@%+=,-]+")) {
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
