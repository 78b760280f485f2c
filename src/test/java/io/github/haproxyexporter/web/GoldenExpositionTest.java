package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole answers, each as it is expected to be, but for the exporter's own metrics, which are never the same twice. */
class GoldenExpositionTest {

    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

    @ParameterizedTest
    @EnumSource(Profile.class)
    void scrape_recordedHaproxy_isAsBefore(Profile profile) {
        check("haproxy-2.6", profile, "/metrics", Dump.haproxy26().script());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void scrape_hostileTable_isAValidAnswer(Profile profile) {
        check("hostile", profile, "/metrics", hostile().script());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void scrape_columnsOfAnotherRelease_areExported(Profile profile) {
        Dump dump = Dump.of("""
                        # pxname,svname,iid,sid,type,status,scur,newer,level,-,h9_open,h9_sent,
                        web,FRONTEND,2,0,0,OPEN,1,10,3,-,5,6,
                        shop,web1,3,1,2,UP,1,18446744073709551615,0.5,-,,,
                        shop,BACKEND,3,0,1,UP,1,,4,-,7,8,
                        """)
                .with("show stat 2 1 0 typed", """
                        F.2.0.7.newer.1:MCP:u64:10
                        F.2.0.8.level.1:MGP:flt:3
                        F.2.0.10.h9_open.1:MGP:u64:5
                        F.2.0.11.h9_sent.1:MCP:u64:6
                        """)
                .with("show table", "")
                .with("show resolvers", "");
        check("newer", profile, "/metrics?extra-counters", dump.script());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void scrape_failure_saysOnlyThat(Profile profile) {
        check("failure", profile, "/metrics", StubScript.sending("Permission denied\n\n"));
    }

    @Test
    void exporterProfile_everyScenario_contentsPromtool() {
        for (Dump dump : new Dump[] {Dump.haproxy26(), hostile()}) {
            try (StubSocket haproxy = StubSocket.unix(dump.script());
                    InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
                var judged = Promtool.checkMetrics(
                        exporter.get("/metrics?extra-counters").text());

                assertThat(judged.out() + judged.err()).isEmpty();
                assertThat(judged.exitCode()).isZero();
            }
        }
    }

    private static void check(String scenario, Profile profile, String path, StubScript script) {
        try (StubSocket haproxy = StubSocket.unix(script);
                InProcessExporter exporter = InProcessExporter.start(haproxy, profile)) {
            String name = scenario + "-" + profile.name().toLowerCase(Locale.ROOT);

            HttpAnswer text = exporter.get(path);
            assertThat(text.status()).isEqualTo(200);
            ExpositionParser.text(text.body());
            Golden.check(name + ".txt", ofHaproxy(text.text()));

            HttpAnswer open = exporter.get(path, "Accept", OPEN_METRICS);
            assertThat(open.status()).isEqualTo(200);
            ExpositionParser.openMetrics(open.body());
            Golden.check(name + ".openmetrics.txt", ofHaproxy(open.text()));
        }
    }

    private static String ofHaproxy(String exposition) {
        return exposition
                .lines()
                .filter(line -> !line.matches("(# (HELP|TYPE) )?(jvm_|process_|haproxy_exporter_).*"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static Dump hostile() {
        ByteArrayOutputStream stat = new ByteArrayOutputStream();
        stat.writeBytes(utf8("""
                # pxname,svname,scur,type,status,check_status,check_code,last_chk,stot,hrsp_2xx,weight,
                web,FRONTEND,1,0,OPEN,,,,18446744073709551615,9007199254740993,,
                web,FRONTEND,2,0,OPEN,,,,2,2,,
                shop,short,1
                shop,long,1,2,UP,L7OK,200,,1,1,1,2,3,4,5,6,7,8,
                shop,text,1,2,DOWN,L7RSP,,"a ""quoted"", text
                on two lines \\ with a backslash",1,1,1,
                shop,percent,1.5,2,DOWN 1/2,* L7STS,503,%s{}[]<>&',-1,1,1,
                shop,odd,many,2,UNHEARD OF,NEWSTATUS,x,,1,1,1,
                """));
        stat.writeBytes(utf8("shop,bytes,1,2,DOWN,L7RSP,0,"));
        stat.writeBytes(new byte[] {
            (byte) 0xff, 'x', (byte) 0xc3, 27, '[', '3', '1', 'm', 0, 127, (byte) 0xe2, (byte) 0x80, (byte) 0xae
        });
        stat.writeBytes(utf8(",1,1,1,\n"));
        stat.writeBytes(utf8("sh"));
        stat.write(0xfe);
        stat.writeBytes(utf8("op,ünïcode.server:1,1,2,UP,L4OK,,,1,1,1,\n"));
        stat.writeBytes(
                utf8("loop,a,1,2,DOWN,,,,1,1,1,\nshop,BACKEND,1,1,UP,,,,1,1,1,\nshop,OTHER,9,1,UP,,,,9,9,9,\n\n"));
        return Dump.of("")
                .with("show stat", stat.toByteArray())
                .with("show table", "")
                .with("show resolvers", "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
