package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.stats.BackendView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One HAProxy as it was when it was last read.
 *
 * @param error why it cannot be read now; the rest is then of {@code read}, or missing
 */
record TargetState(
        String name,
        String address,
        Optional<String> error,
        Optional<Moment> read,
        Optional<Running> process,
        List<Backend> backends,
        List<Frontend> frontends,
        List<Certificate> certificates) {

    static TargetState unread(String name, String address) {
        return new TargetState(
                name, address, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
    }

    TargetState failed(String why) {
        Optional<Moment> last =
                read.map(moment -> new Moment(moment.at(), Moment.ofNow().at()));
        return new TargetState(name, address, Optional.of(why), last, process, backends, frontends, certificates);
    }

    List<ServerCell> servers(Predicate<ServerCell> wanted) {
        return backends.stream()
                .flatMap(backend -> backend.servers().stream())
                .filter(wanted)
                .toList();
    }

    /** The numbers of servers that are DOWN, failing, out of service, and of all. */
    List<Integer> counts() {
        return Stream.<Predicate<ServerCell>>of(
                        ServerCell::isDown, ServerCell::isFailing, ServerCell::isOut, any -> true)
                .map(kind -> servers(kind).size())
                .toList();
    }

    /**
     * The process.
     *
     * @param id tells it from the one after a reload
     * @param started when it was started or reloaded
     * @param failedReloads since the last good one; empty without the master's socket
     */
    record Running(
            String id,
            String version,
            Optional<Moment> started,
            long connections,
            long connectionLimit,
            OptionalLong failedReloads) {

        boolean reloadsFail() {
            return failedReloads.orElse(0) > 0;
        }
    }

    /** A backend with its servers. */
    record Backend(
            String haproxy,
            BackendView view,
            Optional<Moment> since,
            long sessions,
            long queue,
            Errors errors,
            List<ServerCell> servers) {

        long left() {
            return view.left(false);
        }

        long active() {
            return view.count(false);
        }

        /** Whether only backup servers take clients. */
        boolean onBackup() {
            return left() == 0 && view.left(true) > 0;
        }

        boolean waiting() {
            return queue > 0;
        }

        /** The duration of the slowest check in milliseconds. */
        Optional<Long> slowest() {
            return servers.stream()
                    .flatMap(server ->
                            server.view().check().durationMillis().stream().boxed())
                    .max(Comparator.naturalOrder());
        }
    }

    /** A frontend, or a listener by the name {@code frontend/listener}. */
    record Frontend(String frontend, String status, long sessions, long sessionLimit, long sessionRate, Errors errors) {
        boolean open() {
            return status.equals("OPEN") || status.equals("UP");
        }
    }

    /** A certificate and when it expires; the days are negative when it has expired. */
    record Certificate(String certificate, Moment notAfter, long daysLeft) {
        boolean soon() {
            return daysLeft < 30;
        }
    }
}
