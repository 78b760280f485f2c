package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

    private static final Limits LIMITS = new Limits(
            8, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 16_384, 100, 16_384, 16);

    @Test
    void close_endsTheWatchToo() {
        Set<Thread> others = watchers();
        RequestThreads threads = new RequestThreads(LIMITS, 1, Duration.ZERO, () -> {});
        Set<Thread> mine = watchers();
        mine.removeAll(others);

        threads.close();

        assertThat(mine)
                .singleElement()
                .satisfies(watch -> assertThat(watch.isAlive()).isFalse());
    }

    private static Set<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("http-watch"))
                .collect(Collectors.toSet());
    }
}
