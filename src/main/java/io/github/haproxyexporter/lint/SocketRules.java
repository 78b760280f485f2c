package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.StatsSocket;
import java.util.List;
import java.util.Locale;

/** The rules about who may command HAProxy. */
final class SocketRules {
    private SocketRules() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "HC016",
                        Severity.ERROR,
                        "world-writable stats socket",
                        "Whoever may write to the socket may give every command of its level: any program on the machine can"
                                + " disable servers (`level admin`), or read sticky sessions and addresses (`level operator`, a"
                                + " warning). A socket at `level user` shows statistics alone and is not reported.",
                        SocketRules::worldWritable),
                new Rule(
                        "HC017",
                        Severity.ERROR,
                        "stats socket on TCP at level admin",
                        "The stats socket knows no password: whoever reaches the port, from this machine or another, can disable"
                                + " servers and replace certificates.",
                        SocketRules::tcpAdmin));
    }

    private static void worldWritable(LintInput input, Reporter reporter) {
        for (StatsSocket socket : input.config().statsSockets()) {
            if (!socket.worldWritable() || isLevel(socket, "user")) {
                continue;
            }
            boolean admin = isLevel(socket, "admin");
            reporter.report(
                    socket,
                    admin ? Severity.ERROR : Severity.WARNING,
                    "everyone on this machine may "
                            + (admin ? "disable servers" : "give operator's commands") + " through this socket (mode "
                            + socket.mode().orElse("") + ", level " + socket.level() + ")",
                    Finding.Suggestion.replace(LineEditor.with(socket.text(), "mode", "660")));
        }
    }

    private static void tcpAdmin(LintInput input, Reporter reporter) {
        for (StatsSocket socket : input.config().statsSockets()) {
            if (!socket.unix() && isLevel(socket, "admin")) {
                reporter.report(
                        socket,
                        Severity.ERROR,
                        "whoever reaches " + socket.address()
                                + " may disable servers; TCP stats sockets know no password",
                        Finding.Suggestion.replace(LineEditor.with(socket.text(), "level", "user")));
            }
        }
    }

    private static boolean isLevel(StatsSocket socket, String level) {
        return socket.level().toLowerCase(Locale.ROOT).equals(level);
    }
}
