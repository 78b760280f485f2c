package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.testing.ParityHaproxy;
import java.util.Arrays;

/**
 * Which query parameters the exporter of this HAProxy knows: it passes over what it does not know.
 *
 * @param metrics whether it chooses families by name
 * @param extraCounters whether it serves the columns of modules
 */
record PromexParameters(ParityHaproxy parity, boolean metrics, boolean extraCounters) {

    static PromexParameters of(ParityHaproxy parity) {
        boolean metrics = parity.promex("metrics=haproxy_no_such_family").body().length == 0;
        int plain =
                Answer.of(parity.promex("scope=frontend"), name -> true).types().size();
        int extra = Answer.of(parity.promex("scope=frontend&extra-counters"), name -> true)
                .types()
                .size();
        return new PromexParameters(parity, metrics, extra > plain);
    }

    /** Whether it knows every parameter of a query. */
    boolean knows(String query) {
        return Arrays.stream(query.split("&", -1)).allMatch(this::knowsOne);
    }

    private boolean knowsOne(String parameter) {
        if (parameter.startsWith("metrics=")) {
            return metrics;
        }
        if (parameter.equals("extra-counters")) {
            return extraCounters;
        }
        return !parameter.startsWith("scope=") || parity.promex(parameter).status() == 200;
    }
}
