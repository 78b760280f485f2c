package io.github.haproxyexporter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.testing.BlackHole;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostLookupTest {

    private static final String DOING = "connecting to tcp://lb1:9999";

    @Test
    void addresses_resolverHangs_timesOutAndTakesNoSecondThread() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        InetAddress[] found = {InetAddress.getLoopbackAddress()};
        HostLookup lookup = new HostLookup(() -> {
            asked.incrementAndGet();
            go.await();
            return found;
        });

        for (int i = 0; i < 3; i++) {
            HaproxyException e = catchThrowableOfType(
                    HaproxyException.class, () -> lookup.addresses(Deadline.in(Duration.ofMillis(50)), DOING));
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e).hasMessageContaining("looking up its host name");
        }
        assertThat(asked).hasValue(1);

        go.countDown();

        assertThat(lookup.addresses(Deadline.in(Duration.ofMinutes(1)), DOING)).isEqualTo(found);
    }

    @Test
    void exchange_overHttpWhileTheResolverHangs_timesOut() {
        CountDownLatch never = new CountDownLatch(1);
        HostLookup lookup = new HostLookup(() -> {
            never.await();
            throw new UnknownHostException("lb1");
        });
        HttpStatsClient client = new HttpStatsClient(
                (HaproxyAddress.Http) HaproxyAddress.parse("http://lb1:8404/stats;csv"),
                new HaproxyClient.Options(1000, true),
                lookup);

        HaproxyException e = catchThrowableOfType(
                HaproxyException.class,
                () -> client.exchange(List.of("show stat"), Deadline.in(Duration.ofMillis(50)), Exchanges::all));

        assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(e).hasMessageContaining("looking up its host name");
    }

    @Test
    void addresses_unknownHost_isNotFoundAndAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        HostLookup lookup = new HostLookup(() -> {
            asked.incrementAndGet();
            throw new UnknownHostException("lb1");
        });

        for (int i = 1; i <= 2; i++) {
            HaproxyException e = catchThrowableOfType(
                    HaproxyException.class, () -> lookup.addresses(Deadline.in(Duration.ofMinutes(1)), DOING));
            assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void exchange_firstAddressRefuses_asksTheNext() throws Exception {
        try (StubSocket stub = StubSocket.tcp(StubScript.sending("hello"))) {
            // Nobody listens on the first: the stub has 127.0.0.1 alone.
            assertThat(ask(stub.port(), Duration.ofMinutes(1), "127.0.0.9", "127.0.0.1"))
                    .isEqualTo("hello");
        }
    }

    @Test
    void exchange_firstAddressIsSilent_leavesTimeForTheNext() {
        try (BlackHole hole = BlackHole.open()) {
            HaproxyException e = catchThrowableOfType(
                    HaproxyException.class, () -> ask(hole.port(), Duration.ofMillis(400), "127.0.0.1", "127.0.0.9"));

            assertThat(e.kind()).as("what the second address said").isEqualTo(ErrorKind.REFUSED);
        }
    }

    private static String ask(int port, Duration timeout, String... addresses) throws Exception {
        InetAddress[] found = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
        }
        return new SocketClient(
                        new HaproxyAddress.Tcp("lb1", port),
                        new HaproxyClient.Options(1000, true),
                        new HostLookup(() -> found))
                .exchange(List.of("show info"), Deadline.in(timeout), Exchanges::all);
    }
}
