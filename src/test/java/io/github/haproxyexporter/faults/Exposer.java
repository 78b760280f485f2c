package io.github.haproxyexporter.faults;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.exposition.Exposition;
import io.github.haproxyexporter.exposition.Format;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Snapshots;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The daemon's way from HAProxy's answer to bytes, without its HTTP, with the strict parser at its end. */
public final class Exposer {
    /** All that can be asked for. */
    public static final Selection WITH_MODULES = Selection.of(List.of(Map.entry("extra-counters", "")));

    private final KnownColumns known = KnownColumns.load();
    private final Catalogue catalogue = Catalogue.load();

    /** The families of an answer. */
    public List<Family> families(HaproxyClient client, Profile profile, Selection selection) throws HaproxyException {
        FamilyAssembler assembler =
                new FamilyAssembler(catalogue, known, profile, ServerFilter.everything(), FamilyFilter.everything());
        return Snapshots.reader(client, assembler)
                .read(
                        selection,
                        Deadline.in(Duration.ofMinutes(1)),
                        MemoryBudget.unlimited().open(true, () -> false))
                .families();
    }

    /** An answer's exposition as text 0.0.4, as the strict parser read it. */
    Map<String, io.github.haproxyexporter.testing.Family> text(HaproxyClient client, Profile profile)
            throws HaproxyException {
        return ExpositionParser.text(encoded(families(client, profile, WITH_MODULES), Format.TEXT));
    }

    /**
     * Reads an answer in both profiles and has the strict parser judge both formats of each.
     *
     * @return whether the answer could be read
     * @throws io.github.haproxyexporter.testing.MalformedExposition when one is refused
     */
    public boolean judge(HaproxyClient client, Selection selection) {
        boolean read = false;
        for (Profile profile : Profile.values()) {
            List<Family> families;
            try {
                families = families(client, profile, selection);
            } catch (HaproxyException e) {
                continue;
            }
            read = true;
            ExpositionParser.text(encoded(families, Format.TEXT));
            ExpositionParser.openMetrics(encoded(families, Format.OPEN_METRICS));
        }
        return read;
    }

    static byte[] encoded(List<Family> families, Format format) {
        byte[] bytes = new Exposition(families, format).toBytes();
        if (format == Format.TEXT) {
            return bytes;
        }
        // The daemon's own metrics, which end the answer, stand behind these.
        byte[] end = "# EOF\n".getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(bytes, bytes.length + end.length);
        System.arraycopy(end, 0, whole, bytes.length, end.length);
        return whole;
    }
}
