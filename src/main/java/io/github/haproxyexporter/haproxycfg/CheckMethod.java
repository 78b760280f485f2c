package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.Arrays;
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
 */
public record CheckMethod(
        Kind kind,
        Optional<Origin> origin,
        List<String> arguments,
        List<CheckStep> steps,
        Optional<Origin> lostRequest,
        boolean disableOn404) {

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

        public static Optional<Kind> ofOption(String word) {
            return Arrays.stream(values())
                    .filter(kind -> !word.isEmpty() && kind.option.equals(word))
                    .findFirst();
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
        return CheckStep.only(CheckStep.Expect.class, steps.subList(from, steps.size()));
    }

    /** The first HTTP request of the check. */
    public Optional<CheckStep.HttpSend> request() {
        return CheckStep.only(CheckStep.HttpSend.class, steps).stream().findFirst();
    }

    /** The same method with other steps. */
    public CheckMethod with(List<CheckStep> others) {
        return new CheckMethod(kind, origin, arguments, others, lostRequest, disableOn404);
    }

    /** A method that no section chose by itself. */
    public static CheckMethod of(Kind kind, Optional<Origin> origin, List<String> arguments, List<CheckStep> steps) {
        return new CheckMethod(kind, origin, arguments, steps, Optional.empty(), false);
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
        return CheckStep.only(CheckStep.Connect.class, steps);
    }
}
