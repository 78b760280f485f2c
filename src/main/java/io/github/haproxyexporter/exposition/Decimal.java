package io.github.haproxyexporter.exposition;

/** Figures to ASCII digits, in place; lengths are told beforehand, so that an answer's length is known before it is written. */
final class Decimal {

    /** The most characters that a figure may need, as seconds out of milliseconds included. */
    static final int MAX_LENGTH = 24;

    private static final byte[] DIGIT_PAIRS = digitPairs();

    private Decimal() {}

    static int length(long value) {
        if (value >= 0) {
            return digits(value);
        }
        return value == Long.MIN_VALUE ? 20 : 1 + digits(-value);
    }

    /** Writes a figure and gives the position behind it. */
    static int write(long value, byte[] out, int at) {
        if (value >= 0 && value <= 9) {
            out[at] = (byte) ('0' + value);
            return at + 1;
        }
        if (value == Long.MIN_VALUE) {
            return Bytes.write(Bytes.ascii(Long.toString(value)), out, at);
        }
        int start = at;
        long rest = value;
        if (rest < 0) {
            out[start++] = '-';
            rest = -rest;
        }
        int end = start + digits(rest);
        int i = end;
        while (rest >= 100) {
            int pair = (int) (rest % 100) * 2;
            rest /= 100;
            out[--i] = DIGIT_PAIRS[pair + 1];
            out[--i] = DIGIT_PAIRS[pair];
        }
        if (rest >= 10) {
            out[--i] = DIGIT_PAIRS[(int) rest * 2 + 1];
            out[--i] = DIGIT_PAIRS[(int) rest * 2];
        } else {
            out[--i] = (byte) ('0' + rest);
        }
        return end;
    }

    /** The length of milliseconds as seconds, without zeros at the end: 3 for 1500, which is 1.5. */
    static int lengthOfMillis(long millis) {
        if (millis < 0) {
            return 1 + lengthOfMillis(-millis);
        }
        return digits(millis / 1000) + lengthOfFraction((int) (millis % 1000));
    }

    /** Writes milliseconds as seconds and gives the position behind them. */
    static int writeMillis(long millis, byte[] out, int at) {
        if (millis < 0) {
            out[at] = '-';
            return writeMillis(-millis, out, at + 1);
        }
        int end = write(millis / 1000, out, at);
        int fraction = (int) (millis % 1000);
        int length = lengthOfFraction(fraction);
        if (length > 0) {
            out[end] = '.';
            out[end + 1] = (byte) ('0' + fraction / 100);
        }
        if (length > 2) {
            out[end + 2] = (byte) ('0' + fraction / 10 % 10);
        }
        if (length > 3) {
            out[end + 3] = (byte) ('0' + fraction % 10);
        }
        return end + length;
    }

    private static int lengthOfFraction(int fraction) {
        if (fraction == 0) {
            return 0;
        }
        return fraction % 100 == 0 ? 2 : fraction % 10 == 0 ? 3 : 4;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long power = 10; digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        return digits;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[i * 2] = (byte) ('0' + i / 10);
            pairs[i * 2 + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
