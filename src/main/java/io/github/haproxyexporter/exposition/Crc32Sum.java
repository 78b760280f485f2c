package io.github.haproxyexporter.exposition;

/**
 * The CRC-32 of texts put together, from those of its parts: a CRC is a remainder of polynomials over GF(2), and to append a text
 * of n bits is to multiply by x to the n. Bits stand in reverse, as in gzip (RFC 1952, 8): the highest is the factor of x to the 0.
 */
final class Crc32Sum {

    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 1 << 31;
    private static final int X_TO_THE_8 = 1 << 23;

    private int crc;
    private long length;

    /** Appends a text by its CRC and its length in bytes. */
    void append(int otherCrc, long otherLength) {
        crc = multiply(power(otherLength), crc) ^ otherCrc;
        length += otherLength;
    }

    int crc() {
        return crc;
    }

    long length() {
        return length;
    }

    /** x to the 8n. */
    private static int power(long n) {
        int result = ONE;
        int square = X_TO_THE_8;
        for (long rest = n; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }
}
