package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.text.Printable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same String for the same bytes, so that a name that stands in every scrape is made once. Bounded: texts of checks
 * may be new every time. Not safe for use by several threads.
 */
public final class TextPool {

    private static final int MAX_ENTRIES = 1 << 18;
    private static final int MAX_LENGTH = 256;

    /** Bytes of a text beside its characters, and of a text's place here: the table is at most half full. */
    private static final int TEXT = 44;

    private static final int PLACE = 4 * TextColumn.REFERENCE;

    private static final byte DELETE = 127;

    private @Nullable String[] slots = new @Nullable String[1024];
    private int size;
    private final MemoryBudget.Cache memory;
    private long unpooled;

    TextPool(MemoryBudget.Cache memory) {
        this.memory = memory;
    }

    /**
     * The text of the bytes, read as UTF-8. What is not valid UTF-8 becomes U+FFFD; control and formatting characters, which
     * could garble a log, a page or a terminal, become spaces.
     */
    String text(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b < ' ' || b == DELETE) {
                return notPooled(cleaned(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
            }
            hash = 31 * hash + b;
        }
        if (to - from > MAX_LENGTH) {
            return notPooled(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        }
        return pooled(hash, bytes, from, to);
    }

    /** The text, cleaned, as the one that is pooled. */
    String shared(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text(bytes, 0, bytes.length);
    }

    /** About how many bytes the texts take that were made since the last call and are not in the pool. */
    long takeUnpooled() {
        long bytes = unpooled;
        unpooled = 0;
        return bytes;
    }

    private String notPooled(String text) {
        // Twice: a long name is encoded as a label, too.
        unpooled += TEXT + 2L * text.length();
        return text;
    }

    /** The text with spaces for control and formatting characters. */
    static String cleaned(String text) {
        return Printable.clean(text, ' ', Integer.MAX_VALUE);
    }

    private String pooled(int hash, byte[] bytes, int from, int to) {
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        for (String found = slots[slot]; found != null; found = slots[slot]) {
            if (found.hashCode() == hash && matches(found, bytes, from, to)) {
                return found;
            }
            slot = (slot + 1) & mask;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        if (!memory.take(PLACE + TEXT + text.length())) {
            clear();
            return notPooled(text);
        }
        slots[slot] = text;
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return text;
    }

    private void grow() {
        if (size >= MAX_ENTRIES) {
            clear();
            return;
        }
        @Nullable String[] old = slots;
        slots = new @Nullable String[old.length * 2];
        for (String text : old) {
            if (text != null) {
                int slot = spread(text.hashCode()) & (slots.length - 1);
                while (slots[slot] != null) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = text;
            }
        }
    }

    /** Forgets all texts. */
    void clear() {
        slots = new @Nullable String[1024];
        size = 0;
        // Tables still have them.
        unpooled += memory.clear();
    }

    /** Names that differ in their last digit only would stand side by side without it. */
    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }

    private static boolean matches(String text, byte[] bytes, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
