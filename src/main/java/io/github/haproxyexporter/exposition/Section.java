package io.github.haproxyexporter.exposition;

/**
 * A part of an exposition: lines of one sort, numbered. Lengths are told exactly before a line is written. Never changes, so that
 * several threads may write parts of it at a time.
 */
interface Section {

    int lines();

    /** Length of a line in bytes, 0 when there is none of that number. */
    int length(int line);

    /** Writes lines from one number up to another, exclusive, and gives the position behind them. */
    int write(int from, int to, PieceBuffer buffer, int at);

    /**
     * Counts lines as long as they fit: the number of the first that does not.
     *
     * @param tally what they are added to
     * @param most the most that the tally may reach; one line always fits into an empty one
     * @param figures room for figures that are looked at
     */
    default int measure(int from, Tally tally, int most, long[] figures) {
        int lines = lines();
        int sum = tally.length();
        for (int line = from; line < lines; line++) {
            int length = length(line);
            if (sum + length > most && sum > 0) {
                tally.set(sum);
                return line;
            }
            sum += length;
        }
        tally.set(sum);
        return lines;
    }

    /** A sum of lengths under way. */
    final class Tally {
        private int length;

        int length() {
            return length;
        }

        void set(int sum) {
            length = sum;
        }
    }
}
