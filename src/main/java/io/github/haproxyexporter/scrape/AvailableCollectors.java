package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.stats.NameServers;
import io.github.haproxyexporter.stats.StickTables;
import java.util.List;
import java.util.function.Supplier;

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
