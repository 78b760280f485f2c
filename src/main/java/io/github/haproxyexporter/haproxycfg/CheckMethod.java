package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a backend's checks do once they are connected.
 *
 * @param origin the {@code option} line that chose the method; absent for a plain connection
 * @param arguments the words after the option
 * @param steps the {@code http-check} or {@code tcp-check} rules in force, the request of {@code option httpchk} among them
 * @param lostRequest the inherited {@code option httpchk} whose request these rules displace, if they do
 * @param disableOn404 a 404 takes the server out of load balancing instead of failing the check
 * @param sendState the request carries {@code X-Haproxy-Server-State}
 */
public record CheckMethod(
        Kind kind,
        Optional<Origin> origin,
        List<String> arguments,
        List<CheckStep> steps,
        Optional<Origin> lostRequest,
        boolean disableOn404,
        boolean sendState) {

    /** The check protocols of HAProxy. */
    public enum Kind {
        CONNECT(""),
        HTTP("httpchk"),
        TCP_STEPS("tcp-check"),
        SMTP("smtpchk"),
        MYSQL("mysql-check"),
        PGSQL("pgsql-check"),
        REDIS("redis-check"),
        LDAP("ldap-check"),
        TLS_HELLO("ssl-hello-chk"),
        SPOP("spop-check"),
        EXTERNAL("external-check"),
        /** Asking a server's agent, which the server line chooses and no option. */
        AGENT("");

        private final String option;

        Kind(String option) {
            this.option = option;
        }

        /** The word after {@code option} that chooses this method. */
        public String option() {
            return option;
        }

        static Optional<Kind> ofOption(String word) {
            for (Kind kind : values()) {
                if (!kind.option.isEmpty() && kind.option.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public CheckMethod {
        arguments = List.copyOf(arguments);
        steps = List.copyOf(steps);
    }

    /** The {@code expect} rules that follow the last request; empty when HAProxy's implicit one (2xx and 3xx) judges. */
    public List<CheckStep.Expect> finalExpectations() {
        int from = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof CheckStep.HttpSend) {
                from = i;
            }
        }
        return steps.subList(from, steps.size()).stream()
                .filter(CheckStep.Expect.class::isInstance)
                .map(CheckStep.Expect.class::cast)
                .toList();
    }

    /** The first HTTP request of the check. */
    public Optional<CheckStep.HttpSend> request() {
        return steps.stream()
                .filter(CheckStep.HttpSend.class::isInstance)
                .map(CheckStep.HttpSend.class::cast)
                .findFirst();
    }

    /** The rules of each connection that the check opens, the {@code connect} rules themselves apart; one at least. */
    public List<List<CheckStep>> connections() {
        List<List<CheckStep>> connections = new ArrayList<>();
        for (CheckStep step : steps) {
            if (step instanceof CheckStep.Other) {
                // It changes nothing on the wire; before the first rule it opens nothing either.
                continue;
            }
            boolean connects = step instanceof CheckStep.Connect;
            if (connects || connections.isEmpty()) {
                connections.add(new ArrayList<>());
            }
            if (!connects) {
                connections.get(connections.size() - 1).add(step);
            }
        }
        return connections.isEmpty() ? List.of(List.of()) : List.copyOf(connections);
    }

    /** The rules that open connections, in their order. */
    public List<CheckStep.Connect> connects() {
        return steps.stream()
                .filter(CheckStep.Connect.class::isInstance)
                .map(CheckStep.Connect.class::cast)
                .toList();
    }
}
