package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateLogTest {

    private static final Target TARGET = new Target("haproxy", HaproxyAddress.parse("unix:/s"), Duration.ofSeconds(1));
    private static final String HEADER = "# pxname,svname,type,status,check_status,last_chk,\n";

    private final LogLines lines = LogLines.of(StateLog.class);
    private final StateLog log =
            new StateLog(MemoryBudget.unlimited(), "haproxy", "", new History(100, MemoryBudget.unlimited()), () -> {});

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void scraped_first_saysOnlyWhatIsDown() {
        scraped(
                "web,FRONTEND,0,STOP,,,",
                "shop,web1,2,UP,,,",
                "shop,web2,2,MAINT,,,",
                "shop,web3,2,DOWN,L4CON,Connection refused,",
                "shop,BACKEND,1,UP,,,");

        assertThat(lines.take())
                .containsExactly(
                        "WARN server web3 of backend shop went DOWN: Layer4 connection problem (Connection refused)");
    }

    @Test
    void scraped_changes_areOneLineEach() {
        scraped("shop,web1,2,UP,,,", "shop,web2,2,UP 1/2,,,", "shop,BACKEND,1,UP,,,");
        assertThat(lines.take()).isEmpty();

        scraped("shop,web1,2,DOWN,L7STS,,", "shop,web2,2,MAINT,,,", "shop,BACKEND,1,DOWN,,,");
        assertThat(lines.take())
                .containsExactly(
                        "WARN server web1 of backend shop went DOWN: Layer7 wrong status",
                        "INFO server web2 of backend shop is MAINT, was UP",
                        "WARN backend shop went DOWN: no server is left");

        scraped("shop,web1,2,DOWN 1/2,L7STS,,", "shop,web2,2,MAINT (via a/b),,,", "shop,BACKEND,1,DOWN,,,");
        assertThat(lines.take()).isEmpty();

        scraped("shop,web1,2,UP,L7OK,,", "shop,web2,2,DRAIN,,,", "shop,BACKEND,1,UP,,,");
        assertThat(lines.take())
                .containsExactly(
                        "INFO server web1 of backend shop is UP, was DOWN",
                        "INFO server web2 of backend shop is DRAIN, was MAINT",
                        "INFO backend shop is UP, was DOWN");
    }

    @Test
    void scraped_newServer_isNewsUnlessItIsUp() {
        scraped("shop,web1,2,UP,,,");
        scraped("shop,web1,2,UP,,,", "shop,web2,2,UP,,,", "shop,web3,2,DOWN,,,");

        assertThat(lines.take()).containsExactly("WARN server web3 of backend shop went DOWN: DOWN");
    }

    @Test
    void scraped_manyAtOnce_areCutShort() {
        String[] rows = new String[120];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "shop,web" + i + ",2,DOWN,,,";
        }
        scraped(rows);

        List<String> said = lines.take();
        assertThat(said).hasSize(51);
        assertThat(said.get(50)).isEqualTo("WARN 70 more changes of state are not shown");
    }

    @Test
    void scraped_withRowsLeftOut_saysWhatItShowsAndNothingOfTheOthers() {
        scraped("shop,web1,2,DOWN,,,", "shop,web2,2,UP,,,", "shop,BACKEND,1,UP,,,");
        lines.take();

        scraped("shop,web2,2,DOWN,,,");
        assertThat(lines.take()).containsExactly("WARN server web2 of backend shop went DOWN: DOWN");
        scraped("shop,BACKEND,1,UP,,,");
        scraped("shop,web1,2,DOWN,,,", "shop,web2,2,UP,,,", "shop,web3,2,MAINT,,,");
        assertThat(lines.take()).containsExactly("INFO server web2 of backend shop is UP, was DOWN");
        scraped("shop,web3,2,UP,,,");
        assertThat(lines.take()).containsExactly("INFO server web3 of backend shop is UP, was MAINT");
    }

    @Test
    void scraped_withoutStates_saysNothing() {
        log.scraped(
                TARGET,
                new ScrapeResult.Read(
                        Snapshots.read(Dump.of("# pxname,svname,type,\nshop,web1,2,\n"), SnapshotRequest.everything()),
                        List.of(),
                        List.of()));

        assertThat(lines.take()).isEmpty();
    }

    @Test
    void scraped_longNames_areCut() {
        scraped("p".repeat(900) + ",web1,2,DOWN,,,", "shop," + "s".repeat(900_000) + ",2,DOWN,,,");

        assertThat(lines.take())
                .singleElement()
                .satisfies(line -> assertThat(line).hasSizeLessThan(500));
    }

    @Test
    void scraped_moreThanTheMemoryTakes_goesOnWithTheRest() {
        StateLog small = new StateLog(
                new MemoryBudget(8 * 1000), "haproxy", "", new History(1, MemoryBudget.unlimited()), () -> {});
        small.scraped(
                TARGET,
                read(
                        1,
                        "shop,web1,2,UP,,,",
                        "shop,web2,2,UP,,,",
                        "shop,web3,2,UP,,,",
                        "shop,web4,2,UP,,,",
                        "shop,web5,2,UP,,,"));
        small.scraped(TARGET, read(1, "shop,web1,2,DOWN,,,", "shop,web5,2,DOWN,,,"));

        assertThat(lines.take()).containsExactly("WARN server web1 of backend shop went DOWN: DOWN");
    }

    @Test
    void failed_sameKind_isSaidOnce() {
        failed(ErrorKind.REFUSED, "refused");
        failed(ErrorKind.REFUSED, "refused again");
        assertThat(lines.take()).containsExactly("ERROR refused");

        failed(ErrorKind.TIMEOUT, "late");
        assertThat(lines.take()).containsExactly("ERROR late");

        scraped("shop,web1,2,UP,,,");
        scraped("shop,web1,2,UP,,,");
        assertThat(lines.take()).containsExactly("INFO unix:/s answers again");

        failed(ErrorKind.TIMEOUT, "late again");
        assertThat(lines.take()).containsExactly("ERROR late again");
    }

    @Test
    void scraped_newProcess_isSaid() {
        log.scraped(TARGET, read(1, "shop,web1,2,UP,,,"));
        log.scraped(TARGET, read(1, "shop,web1,2,UP,,,"));
        assertThat(lines.take()).isEmpty();

        log.scraped(TARGET, read(2, "shop,web1,2,UP,,,"));
        assertThat(lines.take())
                .containsExactly("INFO unix:/s is a new process, pid 2: HAProxy was reloaded or restarted");
    }

    private void scraped(String... rows) {
        log.scraped(TARGET, read(1, rows));
    }

    private void failed(ErrorKind kind, String message) {
        log.scraped(TARGET, new ScrapeResult.Failed(new HaproxyException(kind, message)));
    }

    private static ScrapeResult read(int pid, String... rows) {
        Dump dump = Dump.of(HEADER + String.join("\n", rows) + "\n")
                .with("show info", "Version: 2.6\nPid: " + pid + "\nStart_time_sec: 1\n");
        return new ScrapeResult.Read(Snapshots.read(dump, SnapshotRequest.everything()), List.of(), List.of());
    }
}
