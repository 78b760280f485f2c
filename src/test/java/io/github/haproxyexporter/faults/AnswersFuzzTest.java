package io.github.haproxyexporter.faults;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.metrics.Selection;
import java.nio.charset.StandardCharsets;

/**
 * Bytes in HAProxy's place, through client, reader, catalogue and encoder: they are refused as a whole, or both profiles and formats come out as the strict
 * parser wants them. The inputs beside the resources of this class are real dumps and past findings; {@code bin/fuzz} looks for more.
 */
class AnswersFuzzTest {
    private static final byte[] NO_FACTS = "Name: HAProxy\nPid: 1\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String UNKNOWN_COLUMNS =
            "Name: HAProxy\nPid: 1\n\n# pxname,svname,type,iid,sid,new,newer_total,-,h9_old,\nf,FRONTEND,0,2,0,1,2,-,3,\n\n";

    private final Exposer exposer = new Exposer();

    /** The whole answer to {@code show info;show stat}. */
    @FuzzTest(maxDuration = "10m")
    void scrape(byte[] answer) {
        exposer.judge(
                CannedClient.socket(commands -> isTyped(commands.get(0))
                        ? "\n".repeat(commands.size()).getBytes(StandardCharsets.UTF_8)
                        : answer),
                Exposer.WITH_MODULES);
    }

    /** The table alone, over a socket and over HTTP. */
    @FuzzTest(maxDuration = "10m")
    void table(byte[] csv) {
        exposer.judge(
                CannedClient.socket(commands -> isTyped(commands.get(0))
                        ? "\n".repeat(commands.size()).getBytes(StandardCharsets.UTF_8)
                        : joined(NO_FACTS, csv)),
                Exposer.WITH_MODULES);
        exposer.judge(CannedClient.page(csv), Selection.everything());
    }

    /** {@code show info} alone. */
    @FuzzTest(maxDuration = "10m")
    void info(byte[] facts) {
        exposer.judge(
                CannedClient.socket(joined(facts, "\n# pxname,svname,\n\n".getBytes(StandardCharsets.UTF_8))),
                Selection.everything());
    }

    /** {@code show stat typed}, which tells the natures of columns that are not documented. */
    @FuzzTest(maxDuration = "10m")
    void typed(byte[] answer) {
        byte[] table = UNKNOWN_COLUMNS.getBytes(StandardCharsets.UTF_8);
        exposer.judge(CannedClient.socket(commands -> isTyped(commands.get(0)) ? answer : table), Exposer.WITH_MODULES);
    }

    /** {@code show table;show resolvers}. */
    @FuzzTest(maxDuration = "10m")
    void tables(byte[] answer) {
        byte[] table = joined(NO_FACTS, "# pxname,svname,\n\n".getBytes(StandardCharsets.UTF_8));
        exposer.judge(
                CannedClient.socket(commands -> commands.get(0).equals("show table") ? answer : table),
                Selection.everything());
    }

    private static boolean isTyped(String command) {
        return command.endsWith("typed");
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
