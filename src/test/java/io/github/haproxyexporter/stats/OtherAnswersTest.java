package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.testing.Dump;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers beside {@code show stat}. */
class OtherAnswersTest {

    @Test
    void info_fields_areKeptInOrder() throws Exception {
        ProcessInfo info = info(
                "Name: HAProxy\nVersion: 2.6.12\nPid: 7\nStart_time_sec: 9\nempty:\na:b: c:d \nq: \"\nr: \"x\"y\ns: \"\"\n\n");

        assertThat(info.fields())
                .containsExactly(
                        Map.entry("Name", "HAProxy"),
                        Map.entry("Version", "2.6.12"),
                        Map.entry("Pid", "7"),
                        Map.entry("Start_time_sec", "9"),
                        Map.entry("empty", ""),
                        Map.entry("a", "b: c:d"),
                        Map.entry("q", "\""),
                        Map.entry("r", "\"x\"y"),
                        Map.entry("s", ""));
        assertThat(info.get("Pid")).isEqualTo("7");
        assertThat(info.get("nothing")).isEmpty();
        assertThat(info.process()).isEqualTo("2.6.12 7 9");
    }

    @Test
    void info_recorded_isRead() throws Exception {
        ProcessInfo info = info(Dump.haproxy26().text("show info"));

        assertThat(info.get("Version")).startsWith("2.6.12");
        assertThat(info.get("node")).isEqualTo("edge1");
        assertThat(info.get("description")).isEqualTo("Edge \"north\"");
        assertThat(info.fields()).hasSizeGreaterThan(65);
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "'Name: HAProxy\n', TRUNCATED",
        "'Name: HAPr', TRUNCATED",
        "'\n', PROTOCOL",
        "'Permission denied\n\n', PERMISSION_DENIED",
        "'Unknown command\n\n', PROTOCOL",
        "': x\n\n', PROTOCOL",
    })
    void info_somethingElse_isAKindOfError(String answer, ErrorKind kind) {
        assertThat(catchThrowableOfType(HaproxyException.class, () -> info(answer))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void stickTables_lines_areRead() throws Exception {
        Records tables = Answers.records(
                "# table: web, type: ip, size:1024, used:1\n"
                        + "# table: t2, type: string, size: 204800, used: 0, extra\n"
                        + "0x55: key=127.0.0.1 use=0\n\n",
                StickTables::read);

        assertThat(tables.columns()).containsExactly("name", "type", "size", "used");
        assertThat(tables.rows())
                .containsExactly(new String[] {"web", "ip", "1024", "1"}, new String[] {"t2", "string", "204800", "0"});
    }

    @Test
    void stickTables_none_isAnEmptyAnswer() throws Exception {
        assertThat(Answers.records("\n", StickTables::read).size()).isZero();
    }

    @Test
    void stickTables_cut_isTruncated() {
        HaproxyException e = catchThrowableOfType(
                HaproxyException.class,
                () -> Answers.records("# table: web, type: ip, size:1024, used:1\n", StickTables::read));

        assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED);
        assertThat(e).hasMessageContaining("show table");
    }

    @Test
    void nameServers_recorded_haveTheirCounters() throws Exception {
        Records servers = Answers.records(Dump.haproxy26().text("show resolvers"), NameServers::read);

        assertThat(servers.column("resolver")).containsExactly("dns", "default");
        assertThat(servers.column("nameserver")).containsExactly("local", "192.0.2.53");
        assertThat(servers.text(0, "sent")).isEqualTo("19");
        assertThat(servers.text(0, "outdated")).isEqualTo("0");
        assertThat(servers.columns()).hasSize(17);
    }

    @Test
    void nameServers_oddLines_arePassedOver() throws Exception {
        Records servers = Answers.records(
                "sent: 4\nResolvers section a\n nameserver x\n nameserver b:\n  sent: many\n  valid: 3\n nonsense\n\n",
                NameServers::read);

        assertThat(servers.columns()).containsExactly("resolver", "nameserver", "valid");
        assertThat(servers.rows()).containsExactly(new String[] {"a", "b", "3"});
    }

    @Test
    void nameServers_cut_isTruncated() {
        HaproxyException e = catchThrowableOfType(
                HaproxyException.class, () -> Answers.records("Resolvers section a\n", NameServers::read));

        assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED);
        assertThat(e).hasMessageContaining("show resolvers");
    }

    @Test
    void records_columnThatIsNotThere_isEmpty() {
        Records records = Records.of(Map.of("a", "1"));

        assertThat(records.text(0, "b")).isEmpty();
        assertThat(records.column("b")).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "MCP, u64, COUNTER",
        "MGP, u32, GAUGE",
        "MMP, u32, GAUGE",
        "MRP, u32, GAUGE",
        "MaP, u32, GAUGE",
        "MDP, s32, GAUGE",
        "KNS, str, TEXT",
        "MCP, str, TEXT",
        "C, u64, GAUGE",
    })
    void nature_tag_isItsSecondLetter(String tag, String type, Nature nature) {
        assertThat(Nature.of(tag, type)).isEqualTo(nature);
    }

    @Test
    void natures_typedLines_areRead() throws Exception {
        Map<String, Nature> natures = Answers.of(
                "F.2.0.7.stot.1:MCP:u64:1\nF.2.0.8.a.dotted.1:MGP:u32:1:2\nF.2.0.9.name.1:KNS:str:a:b\n"
                        + "F.2.0.x:MGP:u32:1\nnonsense\nF.2:MCP:u64:1\nF.2.0.1.half.1:MCP\n\nS.2.1.7.other.1:MCP:u64:1\n\n",
                scanner -> NatureReader.read(scanner, "s", 2));

        assertThat(natures)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "stot", Nature.COUNTER,
                        "a.dotted", Nature.GAUGE,
                        "name", Nature.TEXT,
                        "other", Nature.COUNTER));
    }

    @Test
    void natures_fewerAnswers_isTruncated() {
        HaproxyException e = catchThrowableOfType(
                HaproxyException.class,
                () -> Answers.of("F.2.0.7.stot.1:MCP:u64:1\n\n", scanner -> NatureReader.read(scanner, "s", 2)));

        assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED);
    }

    private static ProcessInfo info(String answer) throws HaproxyException {
        return Answers.of(answer, scanner -> ProcessInfo.read(scanner, "unix:/s"));
    }
}
