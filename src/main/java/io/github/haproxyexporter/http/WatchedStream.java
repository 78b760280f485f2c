package io.github.haproxyexporter.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells the watch over a request when it waits for its client to take what is written. */
final class WatchedStream extends FilterOutputStream {

    private final RequestWatch watch;

    WatchedStream(OutputStream out, RequestWatch watch) {
        super(out);
        this.watch = watch;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        watch.writing(System.nanoTime());
        out.write(bytes, offset, length);
        watch.written(System.nanoTime());
    }

    @Override
    public void flush() throws IOException {
        watch.writing(System.nanoTime());
        out.flush();
        watch.written(System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        watch.writing(System.nanoTime());
        // Not by the superclass, whose flush would be a piece of its own on the wire.
        out.close();
        watch.written(System.nanoTime());
    }
}
