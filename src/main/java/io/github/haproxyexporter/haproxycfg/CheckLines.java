package io.github.haproxyexporter.haproxycfg;

import java.util.List;
import java.util.Optional;

/**
 * The lines behind a proxy's {@link CheckMethod}.
 *
 * @param option the line that chose the method, own or inherited; absent for a plain connection
 * @param inForce the {@code option httpchk} and the rules that HAProxy follows, in the order of their one section
 * @param displaced the inherited lines that the section's own rules displace, in their order
 * @param idle the section's own rules for a method that is not in force
 */
public record CheckLines(
        Optional<Statement> option, List<Statement> inForce, List<Statement> displaced, List<Statement> idle) {
    public CheckLines {
        inForce = List.copyOf(inForce);
        displaced = List.copyOf(displaced);
        idle = List.copyOf(idle);
    }
}
