package io.github.haproxyexporter.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Clients as the tests of this room use them: an answer of 1,000 bytes at most, read as one text. */
final class Exchanges {

    private static final HaproxyClient.Options OPTIONS = new HaproxyClient.Options(1000, true);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Exchanges() {}

    static HaproxyClient client(String uri) {
        return HaproxyClient.of(HaproxyAddress.parse(uri), OPTIONS);
    }

    static Deadline soon() {
        return Deadline.in(PATIENCE);
    }

    static String all(AnswerStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The error that asking for {@code show stat} ends with. */
    static HaproxyException failure(String uri) {
        return failure(uri, PATIENCE);
    }

    static HaproxyException failure(String uri, Duration timeout) {
        return catchThrowableOfType(
                HaproxyException.class,
                () -> client(uri).exchange(List.of("show stat"), Deadline.in(timeout), Exchanges::all));
    }
}
