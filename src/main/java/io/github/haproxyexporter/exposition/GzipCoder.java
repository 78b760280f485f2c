package io.github.haproxyexporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses every piece on its own, ended at a whole byte, so that pieces put one behind the other are one gzip member (RFC 1952)
 * whoever compressed them: two processors can work at one answer, and one piece can be part of many.
 */
final class GzipCoder implements PieceCoder, AutoCloseable {

    /** Deflate, no name, no time, any system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    /** A last block without anything in it (RFC 1951, 3.2.6). */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final Exposition exposition;
    private final Buffers buffers;
    private final int[] crcs;
    private final Deque<Deflater> spare = new ArrayDeque<>();
    private boolean closed;

    GzipCoder(Exposition exposition, Buffers buffers) {
        this.exposition = exposition;
        this.buffers = buffers;
        this.crcs = new int[exposition.pieces()];
    }

    @Override
    public int code(int piece, PieceBuffer buffer) {
        PieceBuffer mine = buffers.take();
        exposition.encode(piece, mine);
        int length = exposition.length(piece);
        Deflater deflater = take();
        try {
            crcs[piece] = crc(mine.bytes(), length);
            return deflate(deflater, mine.bytes(), length, buffer);
        } finally {
            giveBack(deflater);
            buffers.giveBack(mine);
        }
    }

    /** The CRC of a piece that was coded before. */
    int crc(int piece) {
        return crcs[piece];
    }

    static void writeHeader(OutputStream out) throws IOException {
        out.write(HEADER);
    }

    /** Writes a text that is no piece of an exposition. */
    static void write(byte[] text, Crc32Sum sum, OutputStream out) throws IOException {
        Deflater deflater = newDeflater();
        try {
            PieceBuffer buffer = new PieceBuffer(text.length / 2 + 64);
            int length = deflate(deflater, text, text.length, buffer);
            out.write(buffer.bytes(), 0, length);
            sum.append(crc(text, text.length), text.length);
        } finally {
            deflater.end();
        }
    }

    static void writeTrailer(Crc32Sum sum, OutputStream out) throws IOException {
        byte[] trailer = new byte[LAST_BLOCK.length + 8];
        System.arraycopy(LAST_BLOCK, 0, trailer, 0, LAST_BLOCK.length);
        for (int i = 0; i < 4; i++) {
            trailer[LAST_BLOCK.length + i] = (byte) (sum.crc() >>> (8 * i));
            trailer[LAST_BLOCK.length + 4 + i] = (byte) (sum.length() >>> (8 * i));
        }
        out.write(trailer);
    }

    @Override
    public synchronized void close() {
        closed = true;
        spare.forEach(Deflater::end);
        spare.clear();
    }

    private static int deflate(Deflater deflater, byte[] text, int length, PieceBuffer buffer) {
        deflater.setInput(text, 0, length);
        int size = 0;
        while (true) {
            byte[] out = buffer.bytes();
            size += deflater.deflate(out, size, out.length - size, Deflater.SYNC_FLUSH);
            if (size < out.length) {
                return size;
            }
            buffer.ensure(size + 1);
        }
    }

    private static int crc(byte[] text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text, 0, length);
        return (int) crc.getValue();
    }

    private synchronized Deflater take() {
        Deflater deflater = spare.pollLast();
        return deflater == null ? newDeflater() : deflater;
    }

    private synchronized void giveBack(Deflater deflater) {
        if (closed) {
            deflater.end();
        } else {
            deflater.reset();
            spare.addLast(deflater);
        }
    }

    private static Deflater newDeflater() {
        return new Deflater(Deflater.BEST_SPEED, true);
    }
}
