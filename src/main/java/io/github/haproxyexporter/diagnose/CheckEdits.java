package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.lint.LineEditor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes of the lines that make up a backend's check, own or inherited; the line that says a thing is the one to change. */
final class CheckEdits {
    private static final String PLACEHOLDER = "www.example.com";
    private static final String REDIS_LOGIN = """
            option tcp-check
            tcp-check send "AUTH PASSWORD\\r\\n"
            tcp-check expect string +OK
            tcp-check send "PING\\r\\n"
            tcp-check expect string +PONG""";

    private CheckEdits() {}

    /**
     * An edit of the table of advice; empty where it does not apply to the server.
     *
     * @param late how many milliseconds the answer took that was too late
     */
    static Optional<Action> named(String name, String why, ServerFacts server, long late) {
        Duration enough = Duration.ofSeconds((2 * late + 999) / 1000);
        return switch (name) {
            case "client_certificate" ->
                onServerLine(server, why, line -> LineEditor.with(line, "crt", "/etc/haproxy/client.pem"));
            case "inter" ->
                server.configured()
                        .filter(known -> known.check().inter().compareTo(enough) < 0)
                        .flatMap(known -> onServerLine(
                                server, why, line -> LineEditor.with(line, "inter", Durations.format(enough))));
            case "enabled" -> onSettingsLine(server, "disabled", why, line -> LineEditor.without(line, "disabled"));
            case "host" -> server.proxy().flatMap(proxy -> host(proxy, PLACEHOLDER));
            case "option" ->
                server.proxy()
                        .map(proxy -> Action.add(
                                why,
                                proxy.origin(),
                                "    option httpchk "
                                        + String.join(" ", proxy.check().arguments())));
            case "timeout" -> server.proxy().map(proxy -> timeout(proxy, why, enough));
            case "redis_login" ->
                server.proxy().flatMap(proxy -> proxy.check().origin()).map(at -> replace(why, at, REDIS_LOGIN));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Action timeout(Proxy proxy, String why, Duration enough) {
        String line = "timeout check " + Durations.format(enough);
        return proxy.setting("timeout check")
                .map(setting -> replace(why, setting.origin(), line))
                .orElse(Action.add(why, proxy.origin(), "    " + line));
    }

    static Optional<Action> onServerLine(ServerFacts server, String why, UnaryOperator<String> edit) {
        return server.configured().map(known -> Action.replace(why, known.origin(), edit.apply(known.text())));
    }

    /** Edits the line that gives the server this keyword. */
    static Optional<Action> onSettingsLine(ServerFacts server, String keyword, String why, UnaryOperator<String> edit) {
        return server.configured()
                .flatMap(known -> known.keywords().get(keyword))
                .map(setting -> Action.replace(why, setting.origin(), edit.apply(setting.text())));
    }

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

    /** These lines in the place of one, indented as it was. */
    static Action replace(String why, Origin at, String lines) {
        return Action.replace(why, at, indent(at) + lines.replace("\n", "\n" + indent(at)));
    }

    private static String indent(Origin at) {
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
