package io.github.haproxyexporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every regular expression of the program, by reading its sources: each one is listed with the reason why no text makes it slow,
 * and is tried on hostile texts whose characters are counted as they are looked at.
 */
class PatternsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/haproxyexporter");
    private static final Path LIST = Path.of("src/test/resources/patterns.tsv");
    private static final Pattern CALL =
            Pattern.compile("(?:Pattern\\.compile|\\.(?:matches|split|replaceAll|replaceFirst|splitAsStream))\\(");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z_]*");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private static final int LENGTH = 4000;

    /** Looks at each character of a text: a pattern of {@code n} alternatives or classes needs some, and a quadratic one thousands. */
    private static final int STEPS_PER_CHARACTER = 40;

    /** A regular expression of the list. {@code why} begins with the longest text when it is not linear: {@code 2048: …}. */
    private record Listed(String file, String regex, String why) {
        int most() {
            Matcher most = Pattern.compile("(\\d+): .*").matcher(why);
            return most.matches() ? Integer.parseInt(most.group(1)) : LENGTH;
        }

        boolean isDynamic() {
            return regex.startsWith("=");
        }
    }

    @Test
    void everyPattern_isListedWithItsReason() throws IOException {
        List<String> listed = list().stream()
                .map(one -> one.file() + "\t" + one.regex())
                .sorted()
                .toList();

        assertThat(String.join("\n", found()))
                .as("src/test/resources/patterns.tsv: file, expression, why no text makes it slow")
                .isEqualTo(String.join("\n", listed));
        assertThat(list()).allSatisfy(one -> assertThat(one.why()).isNotBlank());
    }

    @Test
    void everyPattern_onHostileTexts_looksAtEachCharacterAFewTimes() throws IOException {
        List<String> slow = new ArrayList<>();
        for (Listed one : list()) {
            if (!one.isDynamic()) {
                slowest(one).ifPresent(text -> slow.add(one.file() + " " + one.regex() + " on " + text));
            }
        }
        assertThat(slow).isEmpty();
    }

    private static Optional<String> slowest(Listed one) {
        Pattern pattern = Pattern.compile(one.regex());
        boolean linear = one.most() == LENGTH;
        long bound = linear ? (long) STEPS_PER_CHARACTER * LENGTH : 50_000_000;
        for (String text : hostile(one.regex(), one.most())) {
            Counted counted = new Counted(text, bound);
            try {
                pattern.matcher(counted).matches();
                Matcher matcher = pattern.matcher(counted);
                while (matcher.find()) {
                    assertThat(matcher.end()).isNotNegative();
                }
            } catch (TooMany | StackOverflowError e) {
                return Optional.of(text.substring(0, Math.min(60, text.length())) + "… ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
        return Optional.empty();
    }

    /** Texts of that length at most out of what the expression is made of, the same every time. */
    private static List<String> hostile(String regex, int length) {
        TreeSet<String> parts = new TreeSet<>(List.of(" ", "\t", "\n", "a", "Z", "0", ".", ",", ";", ":", "\u0001"));
        regex.chars().forEach(c -> parts.add(Character.toString(c)));
        Stream.of(regex.replaceAll("\\\\[sSdwRG]|\\[[^\\]]*\\]", "\u0000").split("[\\u0000+*?(){}|^$]", -1))
                .map(part -> part.replace("\\", ""))
                .filter(part -> !part.isEmpty())
                .forEach(parts::add);
        List<String> tokens = List.copyOf(parts);
        List<String> texts = new ArrayList<>();
        for (String token : tokens) {
            String run = token.repeat(length / token.length());
            texts.add(run);
            texts.add(run.substring(0, run.length() - 1) + "\u0001");
        }
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            int pieces = 1 + random.nextInt(6);
            for (int piece = 0; piece < pieces; piece++) {
                String token = tokens.get(random.nextInt(tokens.size()));
                String pair = token + (random.nextBoolean() ? "" : tokens.get(random.nextInt(tokens.size())));
                text.append(random.nextBoolean() ? token : pair.repeat(length / pair.length() / pieces));
            }
            text.setLength(Math.min(text.length(), length - 1));
            texts.add(text.append('\u0001').toString());
        }
        return texts;
    }

    private static List<Listed> list() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", 3))
                .map(cells -> new Listed(cells[0], cells[1], cells.length > 2 ? cells[2] : ""))
                .toList();
    }

    /** File and expression of every call that takes one, without those that split at a character. */
    private static List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                String name = SOURCES.relativize(file).toString();
                Matcher call = CALL.matcher(source);
                while (call.find()) {
                    String argument = argument(source, call.end());
                    String regex = CONSTANT.matcher(argument).matches() ? constant(source, argument) : argument;
                    if (!regex.isEmpty() && !isCharacter(literal(regex))) {
                        found.add(name + "\t" + written(literal(regex), argument));
                    }
                }
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    /** The expression as it stands in the list: a dynamic one as its source, after an equals sign. */
    private static String written(Optional<String> literal, String argument) {
        return literal.orElseGet(() -> "=" + argument.replaceAll("\\s+", " "))
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\0", "\\x00");
    }

    /** The source of the first argument of a call. */
    private static String argument(String source, int start) {
        int depth = 0;
        for (int i = start; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '"') {
                for (i++; source.charAt(i) != '"'; i++) {
                    if (source.charAt(i) == '\\') {
                        i++;
                    }
                }
            } else if (c == '(') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                return source.substring(start, i).strip();
            } else if (c == ')') {
                depth--;
            }
        }
        return fail("a call without an end");
    }

    private static String constant(String source, String name) {
        Matcher matcher = Pattern.compile("String " + name + " =\\s*(\"[^;]*);").matcher(source);
        return matcher.find() ? matcher.group(1) : name;
    }

    /** The text of literals with plus signs between them; empty for anything else. */
    private static Optional<String> literal(String source) {
        Matcher literals = LITERAL.matcher(source);
        String rest = literals.replaceAll("").replaceAll("[\\s+]", "");
        if (!rest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(literals.reset()
                .results()
                .map(match -> match.group(1).translateEscapes())
                .reduce("", String::concat));
    }

    private static boolean isCharacter(Optional<String> regex) {
        return regex.filter(one -> one.length() == 1
                        || (one.length() == 2 && one.startsWith("\\") && !Character.isLetterOrDigit(one.charAt(1))))
                .isPresent();
    }

    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A text that counts how often its characters are looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private final long bound;
        private long steps;

        Counted(String text, long bound) {
            this.text = text;
            this.bound = bound;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > bound) {
                throw new TooMany();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
