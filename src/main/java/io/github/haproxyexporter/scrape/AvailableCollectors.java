package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.stats.NameServers;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.StickTables;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The collectors that can be switched. This is the only list of them. */
public final class AvailableCollectors {

    /** The two that every scrape needs: {@code show info} and {@code show stat}. */
    public static final String INFO = "info";

    public static final String STAT = "stat";

    /**
     * One collector.
     *
     * @param reads what it reads, for the help of its flag
     * @param onByDefault whether it runs without a flag
     * @param maker makes one for a target
     */
    public record Registration(String name, String reads, boolean onByDefault, Supplier<Collector> maker) {}

    private static final List<Registration> ALL = List.of(
            new Registration(
                    "servers",
                    "the addresses of servers, and who took them out of service (show servers state)",
                    true,
                    () -> new ServersCollector(System::nanoTime)),
            new Registration(
                    "sticktables",
                    "the sizes of stick tables (show table)",
                    true,
                    () -> new CommandCollector("sticktables", "sticktable", StickTables.COMMAND, StickTables::read)),
            new Registration(
                    "resolvers",
                    "the counters of name servers (show resolvers)",
                    true,
                    () -> new CommandCollector("resolvers", "resolver", NameServers.COMMAND, NameServers::read)));

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
                default -> objects.addAll(named(name).maker().get().objects());
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

    /** A new instance of each that is on by default. */
    public static List<Collector> byDefault() {
        return ALL.stream()
                .filter(Registration::onByDefault)
                .map(registration -> registration.maker().get())
                .toList();
    }
}
