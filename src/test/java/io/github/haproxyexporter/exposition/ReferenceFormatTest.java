package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.faults.Dumps;
import io.github.haproxyexporter.faults.Exposer;
import io.github.haproxyexporter.faults.Tables;
import io.github.haproxyexporter.faults.Tables.Table;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.Profile;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What comes out equals what the Prometheus client's own encoder makes of the same families, byte for byte, but for three things:
 * figures here keep their digits where the client's are Go's doubles (1 and 1.0, 18446744073709551615 and 1.8446744073709552E19),
 * the client ends the labels of text 0.0.4 with a comma, and it knows no counter without {@code _total}.
 */
class ReferenceFormatTest {
    private final Exposer exposer = new Exposer();

    @Provide
    Arbitrary<Table> tables() {
        return Tables.any();
    }

    @Property(tries = 60)
    void anyTable_equalsTheReferenceEncoder(@ForAll("tables") Table table) throws IOException {
        assertEqual(table.answer(false).getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void fullDump_equalsTheReferenceEncoder() throws IOException {
        assertEqual(Dumps.full());
    }

    private void assertEqual(byte[] answer) throws IOException {
        CannedClient client = CannedClient.socket(commands -> commands.get(0).endsWith("typed")
                ? "\n".repeat(commands.size()).getBytes(StandardCharsets.UTF_8)
                : answer);
        for (Profile profile : Profile.values()) {
            List<Family> families = exposer.families(client, profile, Exposer.WITH_MODULES);
            for (Format format : Format.values()) {
                String ours = new String(new Exposition(families, format).toBytes(), StandardCharsets.UTF_8);
                String end = format == Format.OPEN_METRICS ? "# EOF\n" : "";
                assertThat(lines(ours + end, ReferenceFormatTest::inGosFigures))
                        .as("%s %s", profile, format)
                        .isEqualTo(lines(
                                reference(families, format), line -> line.replaceFirst("\",\\} ([^ \"]+)$", "\"} $1")));
            }
        }
    }

    private static String reference(List<Family> families, Format format) throws IOException {
        String text = new ReferenceFormat(format).encode(families);
        if (format == Format.TEXT) {
            for (Family family : families) {
                if (ReferenceFormat.isCounterWithoutTotal(family)) {
                    text = text.replace(
                            "# TYPE " + family.name() + " gauge\n", "# TYPE " + family.name() + " counter\n");
                }
            }
        }
        return text;
    }

    /** Line feeds alone end a line: label values may hold all other line ends. */
    private static String lines(String text, UnaryOperator<String> change) {
        return List.of(text.split("\n", -1)).stream().map(change).collect(Collectors.joining("\n"));
    }

    private static String inGosFigures(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return line;
        }
        int space = line.lastIndexOf(' ');
        return line.substring(0, space + 1) + Collector.doubleToGoString(Double.parseDouble(line.substring(space + 1)));
    }
}
