package io.github.haproxyexporter.testing;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetReader;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Snapshots of dumps, read as the exporter reads a HAProxy. */
public final class Snapshots {

    private Snapshots() {}

    public static Snapshot read(Dump dump, SnapshotRequest request) {
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            HaproxyClient client =
                    HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 24, true));
            return new SnapshotReader(client, KnownColumns.load()).read(request, Deadline.in(Duration.ofMinutes(1)));
        } catch (HaproxyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All families of a dump; stick tables and resolvers are there if the dump has them. */
    public static List<Family> families(Dump dump, Profile profile) {
        return families(
                dump,
                new FamilyAssembler(
                        Catalogue.load(),
                        KnownColumns.load(),
                        profile,
                        ServerFilter.everything(),
                        FamilyFilter.everything()),
                Selection.everything());
    }

    /** The families of a dump that an assembler makes for a selection. */
    public static List<Family> families(Dump dump, FamilyAssembler assembler, Selection selection) {
        if (dump.text("show table").startsWith("Unknown command")) {
            dump.with("show table", "").with("show resolvers", "");
        }
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            HaproxyClient client =
                    HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 24, true));
            return reader(client, assembler)
                    .read(
                            selection,
                            Deadline.in(Duration.ofMinutes(1)),
                            MemoryBudget.unlimited().open(true, () -> false))
                    .families();
        } catch (HaproxyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reader with the collectors that are on by default. */
    public static TargetReader reader(HaproxyClient client, FamilyAssembler assembler) {
        return reader(client, assembler, Optional.empty());
    }

    /** The same for a HAProxy with the socket of its master process. */
    public static TargetReader reader(
            HaproxyClient client, FamilyAssembler assembler, Optional<HaproxyAddress> masterSocket) {
        return new TargetReader(
                client,
                new SnapshotReader(client, KnownColumns.load()),
                AvailableCollectors.of(
                        AvailableCollectors.all(),
                        new Target(
                                "haproxy",
                                client.address(),
                                Duration.ofSeconds(5),
                                List.of(),
                                masterSocket,
                                Optional.empty()),
                        new AvailableCollectors.Settings(
                                new HaproxyClient.Options(1 << 24, true), Duration.ofHours(1), Optional.empty())),
                assembler);
    }
}
