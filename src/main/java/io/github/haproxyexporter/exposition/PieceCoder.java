package io.github.haproxyexporter.exposition;

/** Makes an exposition's pieces ready to be sent. Safe for use by several threads. */
interface PieceCoder {

    /** Codes a piece into the buffer and gives its length. */
    int code(int piece, PieceBuffer buffer);

    /** The pieces as they are. */
    static PieceCoder plain(Exposition exposition) {
        return (piece, buffer) -> {
            exposition.encode(piece, buffer);
            return exposition.length(piece);
        };
    }
}
