package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Block;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.LabelRows;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.WideDump;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCacheTest {

    private final MemoryBudget.Share memory = MemoryBudget.unlimited().open(false, () -> false);
    private final LabelCache cache = new LabelCache(memory.budget().openCache());

    @Test
    void of_nextReadingOfTheSameServers_isWhatIsThere() {
        EncodedLabels first = cache.of(servers(50), memory);

        assertThat(cache.of(servers(50), memory)).isSameAs(first);
        assertThat(cache.of(servers(51), memory)).isNotSameAs(first);
    }

    @Test
    void of_moreThanItKeeps_forgetsWhatWasNotAskedForTheLongest() {
        LabelRows wanted = servers(10);
        EncodedLabels kept = cache.of(wanted, memory);
        EncodedLabels forgotten = cache.of(servers(11), memory);
        for (int n = 20_000; n < 20_012; n++) {
            cache.of(servers(n), memory);
            assertThat(cache.of(wanted, memory)).isSameAs(kept);
        }

        assertThat(cache.of(servers(11), memory)).isNotSameAs(forgotten);
    }

    @Test
    void of_otherObjects_areEncodedAfresh() {
        Exposition before = new Exposition(families(WideDump.stat(3)), Format.TEXT, cache, memory);
        String after = text(new Exposition(families(WideDump.stat(4)), Format.TEXT, cache, memory));

        assertThat(after).isNotEqualTo(text(before));
        assertThat(after).isEqualTo(text(new Exposition(families(WideDump.stat(4)), Format.TEXT)));
    }

    private static String text(Exposition exposition) {
        return new String(exposition.toBytes(), StandardCharsets.UTF_8);
    }

    private static List<Family> families(String dump) {
        return Snapshots.families(Dump.of(dump), Profile.EXPORTER);
    }

    private static LabelRows servers(int n) {
        return families(WideDump.stat(n)).stream()
                .filter(family -> family.name().equals("haproxy_server_weight"))
                .flatMap(family -> family.blocks().stream())
                .map(Block::rows)
                .findFirst()
                .orElseThrow();
    }
}
