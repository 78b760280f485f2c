package io.github.haproxyexporter.probe;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Searches with an operator's regular expression in a server's answer. Java's engine backtracks and recurses where HAProxy's
 * (PCRE with a just-in-time compiler) need not, so the steps are counted and a full stack is no failure of the search.
 */
final class BoundedMatch {
    /** About a tenth of a second. */
    private static final int MOST_STEPS = 5_000_000;

    private BoundedMatch() {}

    /** Whether the text has a match; empty when Java cannot tell. */
    static Optional<Boolean> finds(String regex, String text) {
        try {
            return Optional.of(Pattern.compile(regex, Pattern.DOTALL)
                    .matcher(new Counted(text))
                    .find());
        } catch (PatternSyntaxException | TooManySteps | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Text that can be looked at so many times and no more. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
