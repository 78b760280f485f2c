package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.exposition.Section.Tally;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Block;
import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.StateBlock;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.LabelRows;
import io.github.haproxyexporter.metrics.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Families in one of the formats, cut into pieces. The length of every piece is known before one is encoded, and any thread may
 * encode any piece at any time: nothing but labels is held as bytes, however long the answer is.
 */
public final class Exposition {

    /** Large enough for few writes and few changes between threads, small enough to stay in a processor's cache. */
    static final int PIECE = 1 << 17;

    private static final String TOTAL = "_total";

    private final Format format;
    private final List<Section> sections = new ArrayList<>();
    private final LabelCache labels;
    private final MemoryBudget.Share memory;

    /** Those that have been looked up: families share the very same rows. */
    private final IdentityHashMap<LabelRows, EncodedLabels> encoded = new IdentityHashMap<>();

    private final long length;

    /** Where each piece begins and how long it is; one more begins at the end. */
    private int[] firstSections = new int[16];

    private int[] firstLines = new int[16];
    private int[] lengths = new int[16];
    private int pieces;

    /** A small exposition that has its labels for itself. */
    public Exposition(List<Family> families, Format format) {
        this(families, format, MemoryBudget.unlimited().open(false, () -> false));
    }

    private Exposition(List<Family> families, Format format, MemoryBudget.Share memory) {
        this(families, format, new LabelCache(memory.budget().openCache()), memory);
    }

    /** @param memory what labels that have no room in the cache are taken from */
    Exposition(List<Family> families, Format format, LabelCache labels, MemoryBudget.Share memory) {
        this.format = format;
        this.memory = memory;
        this.labels = labels;
        families.forEach(this::add);
        this.length = cut();
    }

    /** How many bytes all pieces have together. */
    public long length() {
        return length;
    }

    int pieces() {
        return pieces;
    }

    /** Bytes of the buffer that the longest piece needs. */
    long bufferBytes() {
        return Math.max(
                PieceBuffer.SIZE, Arrays.stream(lengths, 0, pieces).max().orElse(0));
    }

    int length(int piece) {
        return lengths[piece];
    }

    /** Writes a piece to the front of a buffer. */
    void encode(int piece, PieceBuffer buffer) {
        buffer.ensure(lengths[piece]);
        int at = 0;
        int last = firstSections[piece + 1];
        for (int i = firstSections[piece]; i <= last && i < sections.size(); i++) {
            Section section = sections.get(i);
            int from = i == firstSections[piece] ? firstLines[piece] : 0;
            int to = i == last ? firstLines[piece + 1] : section.lines();
            at = section.write(from, to, buffer, at);
        }
        if (at != lengths[piece]) {
            throw new IllegalStateException("a piece of " + lengths[piece] + " bytes came out with " + at);
        }
    }

    /** All pieces in one array, for answers that are known to be small. */
    public byte[] toBytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        PieceBuffer buffer = new PieceBuffer((int) Math.min(PieceBuffer.SIZE, length));
        for (int piece = 0; piece < pieces; piece++) {
            encode(piece, buffer);
            System.arraycopy(buffer.bytes(), 0, all, at, lengths[piece]);
            at += lengths[piece];
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
            EncodedLabels rows = encoded.computeIfAbsent(block.rows(), absent -> labels.of(absent, memory));
            if (block instanceof NumberBlock numbers) {
                sections.add(new NumberSection(family.name(), numbers, counts, rows));
            } else if (block instanceof StateBlock states) {
                sections.add(new StateSection(family.name(), states, rows));
            }
        }
    }

    private long cut() {
        long sum = 0;
        Tally tally = new Tally();
        long[] figures = new long[PieceBuffer.FIGURES];
        begin(0, 0);
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            int line = section.measure(0, tally, PIECE, figures);
            while (line < section.lines()) {
                lengths[pieces++] = tally.length();
                sum += tally.length();
                tally.set(0);
                begin(i, line);
                line = section.measure(line, tally, PIECE, figures);
            }
        }
        if (tally.length() > 0) {
            lengths[pieces++] = tally.length();
            begin(sections.size(), 0);
        }
        return sum + tally.length();
    }

    private void begin(int section, int line) {
        if (pieces == lengths.length) {
            firstSections = Arrays.copyOf(firstSections, pieces * 2);
            firstLines = Arrays.copyOf(firstLines, pieces * 2);
            lengths = Arrays.copyOf(lengths, pieces * 2);
        }
        firstSections[pieces] = section;
        firstLines[pieces] = line;
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
