package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes that meet something else on their way, which a real HAProxy does in few tries. */
class ServerCommandTest {
    private final Map<String, String> states =
            new ConcurrentHashMap<>(Map.of("web1", "UP", "web2", "UP", "web3", "UP"));

    @Test
    void disable_whileAnotherTakesTheOthers_isTakenBack() {
        Ran ran = server(
                (command, answer) -> {
                    if (command.equals("set server shop/web1 state maint")) {
                        states.put("web2", "MAINT");
                        states.put("web3", "DOWN");
                    }
                    return answer;
                },
                "disable",
                "shop/web1");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("left shop without a server").contains("taken back: shop/web1");
        assertThat(states).containsEntry("web1", "UP").containsEntry("web2", "MAINT");
    }

    @Test
    void disable_whileAnotherTakesTheOthers_forced_stays() {
        Ran ran = server(
                (command, answer) -> {
                    states.put("web2", "MAINT");
                    states.put("web3", "MAINT");
                    return answer;
                },
                "disable",
                "--force",
                "shop/web1");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(states).containsEntry("web1", "MAINT");
    }

    @Test
    void disable_secondIsRefused_saysWhichWereChanged() {
        Ran ran = server(
                (command, answer) ->
                        command.contains("web2") ? "No such server.\u009b2J\n" + "x\u001b".repeat(1_500_000) : answer,
                "disable",
                "--force",
                "shop/web1",
                "shop/web2",
                "shop/web3");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .hasSizeLessThan(1000)
                .contains("HAProxy objects to 'set server shop/web2 state maint': No such server.")
                .contains("; changed: shop/web1; not changed: shop/web2, shop/web3")
                .doesNotContain("\u009b")
                .doesNotContain("\u001b");
    }

    @Test
    void disable_connectionEndsAtTheFirst_saysWhatIsKnown() {
        Ran ran = server(
                (command, answer) -> {
                    throw new IllegalStateException("hang up");
                },
                "disable",
                "--force",
                "shop/web1",
                "shop/web2");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("; changed: none; perhaps not changed: shop/web1, shop/web2");
    }

    private Ran server(BiFunction<String, String, String> answers, String... arguments) {
        StubScript script = connection -> {
            for (String command : connection.readLine().split(";", -1)) {
                if (command.startsWith("show stat")) {
                    StringBuilder table = new StringBuilder("# pxname,svname,type,status,weight,\n");
                    Stream.of("web1", "web2", "web3")
                            .forEach(name -> table.append("shop,")
                                    .append(name)
                                    .append(",2,")
                                    .append(states.get(name))
                                    .append(",1,\n"));
                    connection.send(table + "\n");
                } else if (command.startsWith("show info")) {
                    connection.send("Name: HAProxy\nVersion: 2.6.12\nPid: 1\n\n");
                } else {
                    String answer;
                    try {
                        answer = answers.apply(command, "");
                    } catch (IllegalStateException e) {
                        return;
                    }
                    if (answer.isEmpty()) {
                        states.put(command.split("[/ ]", -1)[3], command.endsWith("maint") ? "MAINT" : "UP");
                    }
                    connection.send(answer + "\n");
                }
            }
        };
        try (StubSocket haproxy = StubSocket.unix(script)) {
            return Ran.arguments(
                    Stream.concat(Stream.of("server", "--haproxy.scrape-uri=" + haproxy.uri()), Stream.of(arguments))
                            .toArray(String[]::new));
        }
    }
}
