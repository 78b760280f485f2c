package io.github.haproxyexporter.probe;

import java.util.Optional;

/** What a server answered last, for the person to see; it grows while the check goes on. */
final class Answer {
    private Optional<HttpAnswer> http = Optional.empty();
    private Optional<String> firstLine = Optional.empty();

    Optional<HttpAnswer> http() {
        return http;
    }

    /** The first line of the body, or of an answer that is no HTTP. */
    Optional<String> firstLine() {
        return firstLine;
    }

    void is(HttpAnswer answer) {
        http = Optional.of(answer);
        firstLine = Optional.of(Texts.firstLine(answer.bodyText())).filter(line -> !line.isEmpty());
    }

    void is(byte[] answer) {
        http = Optional.empty();
        firstLine = Optional.of(Texts.firstLine(answer)).filter(line -> !line.isEmpty());
    }
}
