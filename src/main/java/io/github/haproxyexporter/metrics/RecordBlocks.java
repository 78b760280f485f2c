package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.Records;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the blocks of families whose objects come as records: the process and what collectors read. */
final class RecordBlocks {

    private RecordBlocks() {}

    /** The blocks of a catalogue row, whose labels name the columns that their values come from. */
    static List<Block> blocks(CatalogueRow row, Records records, Profile profile) {
        String[] values = values(row, records);
        boolean nan = profile == Profile.PROMEX && row.nanWhenEmpty();
        int[] kept = IntStream.range(0, values.length)
                .filter(i -> nan || !values[i].isEmpty())
                .toArray();
        if (kept.length == 0) {
            return List.of();
        }
        Numbers numbers = row.derivation() == Derivation.TEXT
                ? Numbers.repeat(1, kept.length)
                : new Numbers(NumberColumn.ofTexts(values), kept);
        return List.of(
                new NumberBlock(labels(row.labels(), records, kept, profile), List.of(), numbers, Scale.AS_IS, nan));
    }

    /** Of each record the first source that is there. */
    private static String[] values(CatalogueRow row, Records records) {
        String[] values = new String[records.size()];
        Arrays.fill(values, "");
        for (String source : row.sources()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i].isEmpty() ? records.text(i, source) : values[i];
            }
        }
        return values;
    }

    private static LabelRows labels(List<Label> labels, Records records, int[] kept, Profile profile) {
        if (labels.isEmpty()) {
            return LabelRows.none();
        }
        String[][] values = new String[labels.size()][];
        for (int label = 0; label < values.length; label++) {
            String[] column = records.column(labels.get(label).value());
            values[label] = Arrays.stream(kept).mapToObj(i -> column[i]).toArray(String[]::new);
        }
        return LabelRows.of(labels.stream().map(Label::name).map(profile::label).toList(), values);
    }
}
