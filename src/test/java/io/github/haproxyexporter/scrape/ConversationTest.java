package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.ServerStates;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.StubSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Dump DUMP = Dump.of("# pxname,svname,type,\n")
            .with(
                    ServerStates.COMMAND,
                    "1\n# be_name srv_name srv_addr srv_port srv_fqdn srv_admin_state\n"
                            + "shop web1 127.0.0.1 80 - 0\n".repeat(1000));

    @Test
    void ask_answer_takesMemoryWhileItIsRead() throws Exception {
        MemoryBudget budget = new MemoryBudget(100 << 20);
        try (StubSocket stub = StubSocket.unix(DUMP.script());
                MemoryBudget.Share memory = budget.open(true, () -> true)) {
            long[] taken = {0};
            haproxy(stub, memory).ask(ServerStates.COMMAND, in -> {
                in.readAllBytes();
                taken[0] = memory.bytes();
                return "";
            });

            assertThat(taken[0]).isGreaterThan(DUMP.text(ServerStates.COMMAND).length());
            assertThat(memory.bytes()).isZero();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void ask_answerThatDoesNotFit_isTooLarge() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        try (StubSocket stub = StubSocket.unix(DUMP.script());
                MemoryBudget.Share memory = budget.open(true, () -> true)) {
            HaproxyException e = catchThrowableOfType(
                    HaproxyException.class, () -> haproxy(stub, memory).ask(ServerStates.COMMAND, ServerStates::read));

            assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
            assertThat(e).hasMessageContaining("the answer to 'show servers state' needs more memory");
        }
    }

    private static Collector.Conversation haproxy(StubSocket stub, MemoryBudget.Share memory) {
        return new Collector.Conversation(
                HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 20, true)),
                Deadline.in(Duration.ofMinutes(1)),
                Snapshots.read(DUMP, SnapshotRequest.everything()),
                memory);
    }
}
