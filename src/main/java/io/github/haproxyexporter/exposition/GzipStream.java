package io.github.haproxyexporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses to another stream, at the level that takes the least time. Whole after {@link #finish}; the other stream is not closed. */
public final class GzipStream extends GZIPOutputStream {

    private static final int BUFFER = 1 << 15;

    public GzipStream(OutputStream out) throws IOException {
        super(out, BUFFER);
        def.setLevel(Deflater.BEST_SPEED);
    }

    /** Frees the compressor, which has memory outside of the heap. */
    @Override
    public void close() {
        def.end();
    }
}
