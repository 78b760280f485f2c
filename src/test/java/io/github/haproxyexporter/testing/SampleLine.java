package io.github.haproxyexporter.testing;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One sample line: {@code name{label="value",…} number [timestamp]} with single spaces. */
final class SampleLine {
    private static final Pattern MILLISECONDS = Pattern.compile("-?\\d+");

    private final String line;
    private final Dialect dialect;
    private int position;

    private SampleLine(String line, Dialect dialect) {
        this.line = line;
        this.dialect = dialect;
    }

    static Sample parse(String line, Dialect dialect) {
        return new SampleLine(line, dialect).sample();
    }

    private Sample sample() {
        String name = upTo("{ ");
        Names.requireMetric(name);
        SortedMap<String, String> labels = new TreeMap<>();
        if (peek() == '{') {
            position++;
            labels(labels);
        }
        expect(' ');
        String[] numbers = line.substring(position).split(" ", -1);
        if (numbers.length > 2) {
            throw new IllegalArgumentException("more than a value and a timestamp");
        }
        Optional<String> timestamp = numbers.length == 2 ? Optional.of(timestamp(numbers[1])) : Optional.empty();
        return new Sample(
                name, Collections.unmodifiableSortedMap(labels), numbers[0], Names.number(numbers[0]), timestamp);
    }

    private void labels(SortedMap<String, String> labels) {
        while (peek() != '}') {
            String name = upTo("=");
            Names.requireLabel(name);
            expect('=');
            expect('"');
            if (labels.put(name, quoted()) != null) {
                throw new IllegalArgumentException("label " + name + " twice");
            }
            if (peek() != '}') {
                expect(',');
                // Text 0.0.4 allows a comma after the last label, OpenMetrics does not.
                if (peek() == '}' && dialect.openMetrics()) {
                    throw new IllegalArgumentException("a comma after the last label");
                }
            }
        }
        position++;
    }

    private String quoted() {
        int start = position;
        while (peek() != '"') {
            position += peek() == '\\' ? 2 : 1;
        }
        position++;
        return Names.unescape(line.substring(start, position - 1), true);
    }

    private String timestamp(String text) {
        if (!dialect.openMetrics() && !MILLISECONDS.matcher(text).matches()) {
            throw new IllegalArgumentException("timestamp \"" + text + "\" is not a whole number of milliseconds");
        }
        if (!Double.isFinite(Names.number(text))) {
            throw new IllegalArgumentException("timestamp \"" + text + "\" is not finite");
        }
        return text;
    }

    private String upTo(String stops) {
        int start = position;
        while (stops.indexOf(peek()) < 0) {
            position++;
        }
        return line.substring(start, position);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new IllegalArgumentException(
                    "'" + peek() + "' at position " + position + " where '" + c + "' is expected");
        }
        position++;
    }

    private char peek() {
        if (position >= line.length()) {
            throw new IllegalArgumentException("the line ends too early");
        }
        return line.charAt(position);
    }
}
