package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private static final Limits LIMITS = new Limits(
            512, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 16_384, 64, 1024, 8);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** Without it every small answer over a kept-alive connection waits 40 ms for the client's delayed acknowledgement. */
    @Test
    void connection_sendsSmallWritesAtOnce() throws IOException {
        List<Boolean> noDelay = new CopyOnWriteArrayList<>();
        String answer = answer(GET, exchange -> {
            noDelay.add(channel(exchange).getOption(StandardSocketOptions.TCP_NODELAY));
            Requests.answer(exchange, 200, "x\n");
        });

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(noDelay).containsExactly(true);
    }

    @Test
    void start_leavesNoHandlerOfTheMetricsLibrary() throws IOException {
        for (String path : List.of("/", "/metrics", "/-/healthy", "/metrics/x")) {
            assertThat(answer(GET.replace("/x", path), exchange -> Requests.answer(exchange, 200, "x\n")))
                    .startsWith("HTTP/1.1 404");
        }
    }

    private static String answer(String request, HttpHandler handler) throws IOException {
        try (Listeners listeners = Listeners.start(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        Map.of("/x", handler),
                        new CollectorRegistry(),
                        Duration.ofSeconds(5),
                        LIMITS,
                        Optional.empty(),
                        reason -> {});
                RawConnection client = RawConnection.to(
                        "http://127.0.0.1:" + listeners.addresses().get(0).getPort() + "/")) {
            return client.send(request).readToEnd();
        }
    }

    /** The connection of an exchange, which the JDK's server keeps in objects of its own that differ by version. */
    private static SocketChannel channel(HttpExchange exchange) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(exchange));
        while (!open.isEmpty()) {
            Object object = open.remove();
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                if (!type.getName().startsWith("sun.net.httpserver.")) {
                    continue;
                }
                for (Field field : type.getDeclaredFields()) {
                    Object value = Modifier.isStatic(field.getModifiers()) ? null : value(field, object);
                    if (value instanceof SocketChannel channel) {
                        return channel;
                    }
                    if (value != null && seen.add(value)) {
                        open.add(value);
                    }
                }
            }
        }
        throw new AssertionError("the exchange has no channel");
    }

    private static Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
