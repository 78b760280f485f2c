package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotReaderTest {

    private static final Set<ObjectKind> ALL = EnumSet.allOf(ObjectKind.class);
    private static final String HEADER = "# pxname,svname,iid,sid,scur,status,type,newer,odd,-,h9_total,h9_now,\n";
    private static final String STAT =
            HEADER + "web,FRONTEND,2,0,1,OPEN,0,,,-,5,6,\n" + "shop,web1,3,7,1,UP,2,4,,-,,,\n";

    @Test
    void read_everything_isOneLineOnOneConnection() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            Snapshot snapshot = reader(stub).read(SnapshotRequest.everything(), Answers.soon());

            assertThat(stub.commands()).containsExactly("show info;show stat");
            assertThat(snapshot.info())
                    .hasValueSatisfying(info -> assertThat(info.get("Pid")).isEqualTo("4711"));
            assertThat(snapshot.table().rows()).isEqualTo(39);
            assertThat(snapshot.bytes())
                    .isEqualTo(Dump.haproxy26().text("show info").length()
                            + Dump.haproxy26().text("show stat").length());
            assertThat(snapshot.connectNanos()).isBetween(1L, 10_000_000_000L);
            assertThat(snapshot.dumpNanos()).isBetween(1L, 10_000_000_000L);
        }
    }

    @Test
    void read_again_sharesTheTextsOfTheLastTime() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            SnapshotReader reader = reader(stub);
            StatTable first =
                    reader.read(SnapshotRequest.everything(), Answers.soon()).table();
            StatTable second =
                    reader.read(SnapshotRequest.everything(), Answers.soon()).table();

            assertThat(second.header())
                    .isEqualTo(first.header())
                    .endsWith("h1_spliced_bytes_in", "h1_spliced_bytes_out");
            assertThat(second.service(3)).isSameAs(first.service(3));
        }
    }

    @Test
    void read_someColumns_leavesTheOthersOut() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            StatTable table = reader(stub)
                    .read(
                            new SnapshotRequest(
                                    ALL, false, true, "scur"::equals, new SnapshotRequest.UnknownColumns(false, false)),
                            Answers.soon())
                    .table();

            assertThat(table.number("scur")).isNotNull();
            assertThat(table.number("iid"))
                    .as("names the rows to ask natures for")
                    .isNotNull();
            assertThat(table.number("sid")).isNotNull();
            assertThat(table.number("stot")).isNull();
            assertThat(table.text("status").at(0)).isEmpty();
        }
    }

    @Test
    void statCommand_request_isAsNarrowAsItCanBe() {
        assertThat(request(ALL).statCommand()).isEqualTo("show stat");
        assertThat(request(EnumSet.of(ObjectKind.FRONTEND)).statCommand()).isEqualTo("show stat -1 1 -1");
        assertThat(request(EnumSet.of(ObjectKind.BACKEND, ObjectKind.SERVER)).statCommand())
                .isEqualTo("show stat -1 6 -1");
        assertThat(request(EnumSet.of(ObjectKind.LISTENER)).statCommand()).isEqualTo("show stat -1 8 -1");
        assertThat(new SnapshotRequest(EnumSet.of(ObjectKind.SERVER), true, true, name -> true, unknown(false))
                        .statCommand())
                .isEqualTo("show stat -1 4 -1 no-maint");
    }

    @Test
    void read_nothing_asksNothing() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            Snapshot snapshot = reader(stub)
                    .read(new SnapshotRequest(Set.of(), false, false, name -> true, unknown(true)), Answers.soon());

            assertThat(stub.connections()).isZero();
            assertThat(snapshot.table().rows()).isZero();
            assertThat(snapshot.info()).isEmpty();
            assertThat(snapshot.bytes()).isZero();
        }
    }

    @Test
    void read_unknownColumns_asksForTheirNaturesOnce() throws Exception {
        Dump dump = Dump.of(STAT)
                .with("show stat 2 1 0 typed", "F.2.0.11.h9_total.1:MCP:u64:5\nF.2.0.12.h9_now.1:MGP:u64:6\n")
                .with("show stat 3 4 7 typed", "S.3.7.7.newer.1:MCP:u64:4\n");
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            SnapshotReader reader = reader(stub);
            Snapshot first = reader.read(requestUnknown(true), Answers.soon());
            Snapshot second = reader.read(requestUnknown(true), Answers.soon());

            assertThat(first.natures())
                    .isEqualTo(second.natures())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("newer", Nature.COUNTER, "h9_total", Nature.COUNTER, "h9_now", Nature.GAUGE));
            assertThat(stub.commands())
                    .containsExactly(
                            "show info;show stat",
                            "show stat 3 4 7 typed;show stat 2 1 0 typed",
                            "show info;show stat");
        }
    }

    @Test
    void read_modulesNotWanted_asksOnlyForOthers() throws Exception {
        Dump dump = Dump.of(STAT).with("show stat 3 4 7 typed", "S.3.7.7.newer.1:MCP:u64:4\n");
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            assertThat(reader(stub).read(requestUnknown(false), Answers.soon()).natures())
                    .containsExactly(Map.entry("newer", Nature.COUNTER));
        }
    }

    @Test
    void read_natureThatHaproxyDoesNotTell_isUnknownAndNotAskedForAgain() throws Exception {
        try (StubSocket stub =
                StubSocket.unix(Dump.of(STAT).with("show stat 3 4 7 typed", "").script())) {
            SnapshotReader reader = reader(stub);

            assertThat(reader.read(requestUnknown(false), Answers.soon()).natures())
                    .containsExactly(Map.entry("newer", Nature.UNKNOWN));
            reader.read(requestUnknown(false), Answers.soon());
            assertThat(stub.commands()).hasSize(3);
        }
    }

    @Test
    void read_newProcess_isAskedAgain() throws Exception {
        Dump dump = Dump.of(STAT).with("show stat 3 4 7 typed", "S.3.7.7.newer.1:MCP:u64:4\n");
        Dump reloaded = Dump.of(STAT)
                .with("show info", "Version: 3.0\nPid: 2\nStart_time_sec: 2\n")
                .with("show stat 3 4 7 typed", "S.3.7.7.newer.1:MGP:u64:4\n");
        try (StubSocket stub = StubSocket.unix(dump.script(), dump.script(), reloaded.script())) {
            SnapshotReader reader = reader(stub);

            assertThat(reader.read(requestUnknown(false), Answers.soon()).natures())
                    .containsEntry("newer", Nature.COUNTER);
            assertThat(reader.read(requestUnknown(false), Answers.soon()).natures())
                    .containsEntry("newer", Nature.GAUGE);
        }
    }

    /** One process whose columns have other names each time: what is remembered of them would end the daemon. */
    @Test
    void read_newColumnsEachTime_remembersThoseOfTheLastTable() throws Exception {
        try (StubSocket stub = StubSocket.unix(
                withColumn("newer1"),
                withColumn("newer1"),
                withColumn("newer2"),
                withColumn("newer2"),
                withColumn("newer3"),
                withColumn("newer3"))) {
            SnapshotReader reader = reader(stub);

            for (String column : List.of("newer1", "newer2", "newer3")) {
                assertThat(reader.read(requestUnknown(false), Answers.soon()).natures())
                        .containsOnly(Map.entry(column, Nature.COUNTER));
            }
        }
    }

    private static StubScript withColumn(String name) {
        return Dump.of(STAT.replace("newer", name))
                .with("show stat 3 4 7 typed", "S.3.7.7." + name + ".1:MCP:u64:4\n")
                .script();
    }

    @Test
    void read_rowsWithoutIdentifiers_haveNoNatures() throws Exception {
        try (StubSocket stub = StubSocket.unix(
                Dump.of("# pxname,svname,newer,type,\nshop,web1,4,2,\n").script())) {
            assertThat(reader(stub).read(requestUnknown(true), Answers.soon()).natures())
                    .isEmpty();
        }
    }

    @Test
    void read_failure_isOfItsKindAndTheNextReadIsFine() throws Exception {
        try (StubSocket stub = StubSocket.unix(
                StubScript.sending("Name: HAProxy\n\nPermission denied\n\n"),
                Dump.haproxy26().script())) {
            SnapshotReader reader = reader(stub);

            assertThat(catchThrowableOfType(
                                    HaproxyException.class,
                                    () -> reader.read(SnapshotRequest.everything(), Answers.soon()))
                            .kind())
                    .isEqualTo(ErrorKind.PERMISSION_DENIED);
            assertThat(reader.read(SnapshotRequest.everything(), Answers.soon())
                            .table()
                            .rows())
                    .isEqualTo(39);
        }
    }

    @Test
    void read_overHttp_hasTheTableOnly() throws Exception {
        String csv = "# pxname,svname,scur,type,\nshop,web1,4,2,\n";
        StubScript http = connection -> {
            while (!connection.readLine().isBlank()) {
                // Up to the empty line that ends the request's head.
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + csv.length() + "\r\n\r\n" + csv);
        };
        try (StubSocket stub = StubSocket.tcp(http)) {
            Snapshot snapshot = new SnapshotReader(
                            Answers.client("http://127.0.0.1:" + stub.port() + "/;csv"), KnownColumns.load())
                    .read(request(Set.of()), Answers.soon());

            assertThat(snapshot.info()).isEmpty();
            assertThat(snapshot.table().rows()).isEqualTo(1);
            assertThat(stub.connections()).isEqualTo(1);
        }
    }

    @Test
    void read_withPidFile_addsWhatTheKernelSays(@TempDir Path directory) throws Exception {
        Path pidFile = Files.writeString(
                directory.resolve("pid"), ProcessHandle.current().pid() + "\n");
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            Snapshot snapshot = new SnapshotReader(
                            Answers.client(stub.uri()), KnownColumns.load(), Optional.of(pidFile))
                    .read(SnapshotRequest.everything(), Answers.soon());

            assertThat(snapshot.info()).hasValueSatisfying(info -> {
                assertThat(info.get("proc:open_fds")).isNotEmpty();
                assertThat(info.get("Pid")).isEqualTo("4711");
            });
        }
    }

    private static SnapshotReader reader(StubSocket stub) {
        return new SnapshotReader(Answers.client(stub.uri()), KnownColumns.load());
    }

    private static SnapshotRequest request(Set<ObjectKind> kinds) {
        return new SnapshotRequest(kinds, false, true, name -> true, unknown(false));
    }

    private static SnapshotRequest requestUnknown(boolean modules) {
        return new SnapshotRequest(ALL, false, true, name -> true, new SnapshotRequest.UnknownColumns(true, modules));
    }

    private static SnapshotRequest.UnknownColumns unknown(boolean any) {
        return new SnapshotRequest.UnknownColumns(any, any);
    }
}
