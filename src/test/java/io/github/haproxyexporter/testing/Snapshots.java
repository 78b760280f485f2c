package io.github.haproxyexporter.testing;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.time.Duration;
import java.util.List;

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
        if (dump.text("show table").startsWith("Unknown command")) {
            dump.with("show table", "").with("show resolvers", "");
        }
        FamilyAssembler assembler =
                new FamilyAssembler(Catalogue.load(), KnownColumns.load(), profile, ServerFilter.everything());
        Selection selection = Selection.everything();
        return assembler.families(read(dump, assembler.request(selection)), selection);
    }
}
