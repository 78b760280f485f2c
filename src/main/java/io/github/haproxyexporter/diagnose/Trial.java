package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.probe.ProbePlan;
import java.util.Optional;
import java.util.function.Function;

/**
 * A check that is not HAProxy's but might be.
 *
 * @param plan the changed check
 * @param edit the change of the configuration that makes it HAProxy's, for each server of a group; empty where the line is not
 *     known
 */
record Trial(ProbePlan plan, Function<ServerFacts, Optional<Action>> edit) {}
