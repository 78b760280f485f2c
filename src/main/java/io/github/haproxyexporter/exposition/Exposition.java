package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Block;
import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.StateBlock;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.LabelRows;
import io.github.haproxyexporter.metrics.MetricType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Families in one of the formats. Their length is known before they are encoded, which is done chunk by chunk: nothing but labels
 * is held as bytes, however long the answer is.
 */
public final class Exposition {

    private static final String TOTAL = "_total";

    private final Format format;
    private final List<Section> sections = new ArrayList<>();
    private final Map<LabelRows, EncodedLabels> labels;
    private final MemoryBudget.Share memory;
    private final long length;
    private final int chunkSize;

    /** A small exposition, whose memory is not worth counting. */
    public Exposition(List<Family> families, Format format) {
        this(families, format, new IdentityHashMap<>(), MemoryBudget.unlimited().open(false, () -> false));
    }

    /**
     * Families with their labels encoded.
     *
     * @param labels those that are encoded, to which the others are added; families of one read share the very same rows
     * @param memory what labels, and two chunks to encode to, are taken from
     */
    Exposition(List<Family> families, Format format, Map<LabelRows, EncodedLabels> labels, MemoryBudget.Share memory) {
        this.format = format;
        this.labels = labels;
        this.memory = memory;
        families.forEach(this::add);
        long[] values = new long[Chunk.VALUES];
        long sum = 0;
        int longestLine = 0;
        for (Section section : sections) {
            sum += section.length(values);
            longestLine = Math.max(longestLine, section.longestLine());
        }
        length = sum;
        chunkSize = (int) Math.max(longestLine, Math.min(Chunk.SIZE, sum + longestLine));
        memory.take(2L * chunkSize);
    }

    /** Length of all families in bytes. */
    public long length() {
        return length;
    }

    /** An empty chunk that has room for any line. */
    Chunk newChunk() {
        return new Chunk(chunkSize);
    }

    /** Encodes from the first line to the last. For one thread at a time. */
    final class Encoder {
        private int section;
        private int line;

        /** Fills a chunk from its beginning; it stays empty when there are no more lines. */
        void fill(Chunk chunk) {
            chunk.setSize(0);
            while (section < sections.size()) {
                Section current = sections.get(section);
                line = current.write(line, chunk);
                if (line < current.lines()) {
                    return;
                }
                section++;
                line = 0;
            }
        }

        boolean isDone() {
            return section == sections.size();
        }
    }

    /** All in one array, for answers that are known to be small. */
    public byte[] toBytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        Encoder encoder = new Encoder();
        Chunk chunk = newChunk();
        for (int at = 0; !encoder.isDone(); at += chunk.size()) {
            encoder.fill(chunk);
            System.arraycopy(chunk.bytes(), 0, all, at, chunk.size());
        }
        return all;
    }

    private void add(Family family) {
        String name = metadataName(family);
        String help = "# HELP " + name + ' ' + Escaping.help(family.help(), format) + '\n';
        String type = "# TYPE " + name + ' ' + typeName(family) + '\n';
        // OpenMetrics wants the type first; text 0.0.4 is used to the help first.
        sections.add(new TextSection(format == Format.OPEN_METRICS ? type + help : help + type));
        boolean counts = format == Format.OPEN_METRICS && isProperCounter(family);
        for (Block block : family.blocks()) {
            EncodedLabels rows = labels.computeIfAbsent(block.rows(), this::encode);
            if (block instanceof NumberBlock numbers) {
                sections.add(new NumberSection(family.name(), numbers, counts, rows));
            } else if (block instanceof StateBlock states) {
                sections.add(new StateSection(family.name(), states, rows));
            }
        }
    }

    private EncodedLabels encode(LabelRows rows) {
        EncodedLabels encoded = new EncodedLabels(rows);
        memory.take(encoded.memory());
        return encoded;
    }

    /** In OpenMetrics a counter's family goes without the ending that its samples have. */
    private String metadataName(Family family) {
        return format == Format.OPEN_METRICS && isProperCounter(family)
                ? family.name().substring(0, family.name().length() - TOTAL.length())
                : family.name();
    }

    /** A counter whose name lacks {@code _total} cannot be one in OpenMetrics, and names must not differ between formats. */
    private String typeName(Family family) {
        if (family.type() == MetricType.UNKNOWN
                || (format == Format.OPEN_METRICS && family.type() == MetricType.COUNTER && !isProperCounter(family))) {
            return format == Format.OPEN_METRICS ? "unknown" : "untyped";
        }
        return family.type().name().toLowerCase(Locale.ROOT);
    }

    private static boolean isProperCounter(Family family) {
        return family.type() == MetricType.COUNTER && family.name().endsWith(TOTAL);
    }
}
