package io.github.haproxyexporter.diagnose;

/**
 * What {@code show stat} says of a backend and its servers.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param active servers that take clients now, backups apart
 * @param backup backup servers that are up
 * @param down servers that are down
 * @param maintenance servers in maintenance
 * @param servers all of them
 */
public record BackendView(
        String name, String status, long active, long backup, int down, int maintenance, int servers) {

    /** Whether clients get a 503 from HAProxy itself. */
    public boolean servesNobody() {
        return status.startsWith("DOWN") || (active == 0 && backup == 0);
    }

    public boolean allInMaintenance() {
        return servers > 0 && maintenance == servers;
    }
}
