package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.haproxycfg.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes of the lines that make up a backend's check, own or inherited; the line that says a thing is the one to change. */
final class CheckEdits {
    private CheckEdits() {}

    /** The request with another method and page; empty when no single line can be told to make it. */
    static Optional<Action> request(Proxy proxy, String method, String page) {
        CheckMethod check = proxy.check();
        Optional<CheckStep.HttpSend> request = check.request();
        if (request.isEmpty()) {
            return Optional.empty();
        }
        Origin at = request.get().origin();
        String line = line(at);
        int given = Math.min(2, check.arguments().size());
        boolean fromOption = check.origin().filter(at::equals).isPresent();
        boolean overlaid = given == 0 && !request.get().uri().equals("/");
        if (!fromOption || overlaid) {
            return Optional.empty();
        }
        Matcher words = Pattern.compile("^\\s*+option\\s++httpchk(?:\\s++\\S++){" + given + "}(.*)$")
                .matcher(line);
        String rest = words.find() ? words.group(1) : "";
        return Optional.of(
                replace("ask for a page that the server answers", at, "option httpchk " + method + " " + page + rest));
    }

    /** The request with a Host header. */
    static Optional<Action> host(Proxy proxy, String name) {
        return proxy.check()
                .request()
                .map(request -> Action.add(
                        "let the check name the site" + (name.equals(PLACEHOLDER) ? ": put yours for " + name : ""),
                        request.origin(),
                        indent(request.origin()) + "http-check send hdr Host " + name));
    }

    static final String PLACEHOLDER = "www.example.com";

    /** These words in the place of a line, indented as it was. */
    static Action replace(String why, Origin at, String words) {
        return Action.replace(why, at, indent(at) + words);
    }

    static String indent(Origin at) {
        String line = line(at);
        return line.isBlank()
                ? "    "
                : line.substring(0, line.length() - line.stripLeading().length());
    }

    /** The line as it was written; empty when the configuration was not read from this file. */
    private static String line(Origin at) {
        Path file = Path.of(at.file());
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            List<String> one = lines.skip(at.line() - 1L).limit(1).toList();
            return one.isEmpty()
                    ? ""
                    : new String(one.get(0).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException e) {
            // It could be read a moment ago; without it the indentation is a guess.
            return "";
        }
    }
}
