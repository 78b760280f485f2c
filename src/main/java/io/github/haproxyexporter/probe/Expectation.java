package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.stats.Cause;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies an {@code http-check expect} or {@code tcp-check expect} rule to an answer. */
final class Expectation {
    private Expectation() {}

    /** Whether the answer fulfils the rule; empty when only HAProxy can tell (log formats, its own regular expressions). */
    static Optional<Boolean> fulfilled(CheckStep.Expect rule, HttpAnswer answer) {
        String pattern = rule.value();
        Optional<Boolean> match = switch (rule.match()) {
            case "status" -> Optional.of(CheckStep.Expect.listed(pattern, answer.status()));
            case "rstatus" -> BoundedMatch.finds(pattern, Integer.toString(answer.status()));
            case "string" -> Optional.of(answer.bodyText().contains(pattern));
            case "rstring" -> BoundedMatch.finds(pattern, answer.bodyText());
            case "hdr", "fhdr" ->
                HeaderExpectation.matches(rule.pattern(), rule.match().equals("hdr"), answer);
            default -> Optional.empty();
        };
        return match.map(matches -> matches != rule.negated());
    }

    /** The same for plain data. */
    static Optional<Boolean> fulfilled(CheckStep.Expect rule, byte[] data) {
        String pattern = rule.value();
        String text = new String(data, StandardCharsets.ISO_8859_1);
        Optional<Boolean> match = switch (rule.match()) {
            case "string" -> Optional.of(text.contains(pattern));
            case "rstring" -> BoundedMatch.finds(pattern, text);
            case "binary" -> Optional.of(HexFormat.of().formatHex(data).contains(pattern.toLowerCase(Locale.ROOT)));
            default -> Optional.empty();
        };
        return match.map(matches -> matches != rule.negated());
    }

    /** What a broken rule points to. */
    static Cause causeOf(CheckStep.Expect rule) {
        return rule.match().endsWith("status") ? Cause.WRONG_STATUS : Cause.WRONG_CONTENT;
    }

    /** {@code hdr name [-m meth] NAME [value [-m meth] VALUE]}. */
    private static final class HeaderExpectation {
        private HeaderExpectation() {}

        static Optional<Boolean> matches(List<String> words, boolean splitAtCommas, HttpAnswer answer) {
            Optional<Matcher> name = matcher(words, 0, "name");
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Optional<Matcher> value = name.get().end() < words.size()
                    ? matcher(words, name.get().end(), "value")
                    : Optional.of(new Matcher("any", "", words.size()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            for (HttpAnswer.Header header : answer.headers()) {
                if (name.get().lowerCase().matches(header.name())) {
                    String[] values = splitAtCommas ? header.value().split(",", -1) : new String[] {header.value()};
                    for (String each : values) {
                        if (value.get().matches(each.strip())) {
                            return Optional.of(true);
                        }
                    }
                }
            }
            return Optional.of(false);
        }

        private static Optional<Matcher> matcher(List<String> words, int from, String keyword) {
            if (from >= words.size() || !words.get(from).equals(keyword)) {
                return Optional.empty();
            }
            boolean method = from + 2 < words.size() && words.get(from + 1).equals("-m");
            int at = method ? from + 3 : from + 1;
            return at < words.size()
                    ? Optional.of(new Matcher(method ? words.get(from + 2) : "str", words.get(at), at + 1))
                    : Optional.empty();
        }

        private record Matcher(String method, String pattern, int end) {
            Matcher lowerCase() {
                return method.equals("reg") ? this : new Matcher(method, pattern.toLowerCase(Locale.ROOT), end);
            }

            boolean matches(String text) {
                return switch (method) {
                    case "any" -> true;
                    case "beg" -> text.startsWith(pattern);
                    case "end" -> text.endsWith(pattern);
                    case "sub" -> text.contains(pattern);
                    case "reg" -> BoundedMatch.finds(pattern, text).orElse(true);
                    default -> text.equals(pattern);
                };
            }
        }
    }
}
