package io.github.haproxyexporter.exposition;

/** Whole numbers to ASCII digits, in place; lengths are known beforehand, so that an answer's length is known before it is written. */
final class Decimal {

    private static final byte[] DIGIT_PAIRS = digitPairs();

    private Decimal() {}

    /** Number of digits of a number that is not negative. */
    static int length(long value) {
        int digits = 1;
        for (long power = 10; digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        return digits;
    }

    /** Length of milliseconds that are not negative as seconds, without zeros at the end: 3 for 1500, which is 1.5. */
    static int lengthOfMillis(long millis) {
        return length(millis / 1000) + lengthOfFraction((int) (millis % 1000));
    }

    /** Writes a number and returns the position behind it. */
    static int write(long value, byte[] out, int at) {
        if (value >= 0 && value <= 9) {
            out[at] = (byte) ('0' + value);
            return at + 1;
        }
        if (value == Long.MIN_VALUE) {
            return Bytes.write(Bytes.utf8(Long.toString(value)), out, at);
        }
        int start = at;
        long rest = value;
        if (rest < 0) {
            out[start++] = '-';
            rest = -rest;
        }
        int end = start + length(rest);
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

    /** Writes milliseconds as seconds and returns the position behind them. */
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

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[i * 2] = (byte) ('0' + i / 10);
            pairs[i * 2 + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
