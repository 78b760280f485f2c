package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.MasterProcesses;
import io.github.haproxyexporter.stats.NameServers;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.Peers;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.StickTables;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The collectors that can be switched. This is the only list of them. */
public final class AvailableCollectors {

    /** The two that every scrape needs: {@code show info} and {@code show stat}. */
    public static final String INFO = "info";

    public static final String STAT = "stat";

    public static final String EVENTS = "events";

    /** Less would be asked for at each scrape, more would be no state of now. */
    private static final Duration PEERS_INTERVAL = Duration.ofSeconds(15);

    private static final String MASTER = "master";
    private static final Duration CERTIFICATES_RETRY = Duration.ofMinutes(5);

    /**
     * One collector.
     *
     * @param reads what it reads, for the help of its flag
     * @param onByDefault whether it runs without a flag
     * @param objects the objects of the catalogue that it reads
     * @param maker makes one for a target; none where the target lacks what it needs
     */
    public record Registration(
            String name,
            String reads,
            boolean onByDefault,
            Set<String> objects,
            BiFunction<Target, Settings, Optional<Collector>> maker) {}

    /**
     * What collectors need to know beside their target.
     *
     * @param client limits of connections to other sockets than the target's
     * @param certificatesInterval how often certificates are read
     * @param events counts what the target's ring brings, where one is followed
     */
    public record Settings(HaproxyClient.Options client, Duration certificatesInterval, Optional<Collector> events) {}

    /** A collector that reads the objects of one sort from the answer to one command. */
    record CommandCollector(String name, String object, Question question) implements Collector {

        @Override
        public Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
            return Map.of(object, question.ask(haproxy));
        }
    }

    @FunctionalInterface
    interface Question {
        Records ask(Collector.Conversation haproxy) throws HaproxyException;
    }

    private static final List<Registration> ALL = List.of(
            new Registration(
                    "servers",
                    "the addresses of servers, and who took them out of service (show servers state)",
                    true,
                    Set.of(ServersCollector.INFO, ServersCollector.OUT_OF_SERVICE),
                    (target, settings) -> Optional.of(new ServersCollector(System::nanoTime))),
            new Registration(
                    "sticktables",
                    "the sizes of stick tables (show table)",
                    true,
                    Set.of("sticktable"),
                    (target, settings) -> command("sticktables", "sticktable", StickTables.COMMAND, StickTables::read)),
            new Registration(
                    "resolvers",
                    "the counters of name servers (show resolvers)",
                    true,
                    Set.of("resolver"),
                    (target, settings) -> command("resolvers", "resolver", NameServers.COMMAND, NameServers::read)),
            new Registration(
                    "peers",
                    "whether peers are connected (show peers), at most every 15 s",
                    true,
                    Set.of("peer"),
                    (target, settings) -> command("peers", "peer", Peers.COMMAND, Peers::read)
                            .map(peers ->
                                    new CachedCollector(peers, PEERS_INTERVAL, PEERS_INTERVAL, System::nanoTime))),
            new Registration(
                    CertificatesCollector.NAME,
                    "when certificates expire (show ssl sni; before HAProxy 3.2 show ssl cert, which needs level operator)",
                    true,
                    CertificatesCollector.OBJECTS,
                    (target, settings) -> Optional.of(new CachedCollector(
                            new CertificatesCollector(),
                            settings.certificatesInterval(),
                            CERTIFICATES_RETRY,
                            System::nanoTime))),
            new Registration(
                    MASTER,
                    "reloads and old workers from the socket of --haproxy.master-socket (show proc)",
                    true,
                    Set.of(MASTER),
                    (target, settings) -> target.masterSocket()
                            .map(socket -> HaproxyClient.of(socket, settings.client()))
                            .map(master -> new CommandCollector(
                                    MASTER,
                                    MASTER,
                                    haproxy -> master.exchange(
                                            List.of(MasterProcesses.COMMAND),
                                            haproxy.deadline(),
                                            MasterProcesses::read)))),
            new Registration(
                    EVENTS,
                    "state changes from the ring of --haproxy.events-ring (show events, which needs level operator)",
                    true,
                    Set.of("server_events"),
                    (target, settings) -> target.eventsRing().flatMap(ring -> settings.events())));

    private static Optional<Collector> command(
            String name, String object, String command, HaproxyClient.AnswerReader<Records> reader) {
        return Optional.of(new CommandCollector(name, object, haproxy -> haproxy.ask(command, reader)));
    }

    private AvailableCollectors() {}

    /**
     * The objects that some collectors read.
     *
     * @throws IllegalArgumentException for a name that no collector has
     */
    public static Set<String> objects(Collection<String> names) {
        Set<String> objects = new HashSet<>();
        for (String name : names) {
            switch (name) {
                case INFO -> objects.addAll(List.of("process", "version"));
                case STAT -> List.of(ObjectKind.values()).forEach(kind -> objects.add(kind.label()));
                default -> objects.addAll(named(name).objects());
            }
        }
        return objects;
    }

    private static Registration named(String name) {
        return ALL.stream()
                .filter(registration -> registration.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown collector: expected some of " + INFO + ", "
                        + STAT + ", "
                        + ALL.stream().map(Registration::name).collect(Collectors.joining(", "))));
    }

    /** All of them, in the order in which they run. */
    public static List<Registration> all() {
        return ALL;
    }

    /** A new instance of each registered collector that a target can have. */
    public static List<Collector> of(List<Registration> registrations, Target target, Settings settings) {
        return registrations.stream()
                .flatMap(registration -> registration.maker().apply(target, settings).stream())
                .toList();
    }
}
