package io.github.haproxyexporter.exposition;

/** Makes an exposition's pieces ready to be sent. Safe for use by several threads. */
interface PieceCoder {

    /** Codes a piece into the buffer, or into a larger one when it does not fit. */
    Coded code(int piece, byte[] buffer);

    /** A coded piece: the first bytes of a buffer. */
    final class Coded {
        private final byte[] buffer;
        private final int length;

        Coded(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }

        byte[] buffer() {
            return buffer;
        }

        int length() {
            return length;
        }
    }

    /** The pieces as they are. */
    static PieceCoder plain(Exposition exposition) {
        return (piece, buffer) -> {
            int length = exposition.length(piece);
            byte[] roomy = length > buffer.length ? new byte[length] : buffer;
            exposition.encode(piece, roomy);
            return new Coded(roomy, length);
        };
    }
}
