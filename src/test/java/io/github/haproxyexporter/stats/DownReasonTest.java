package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Tables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownReasonTest {

    private static final String HEADER =
            "pxname,svname,type,status,tracked,check_status,check_code,check_desc,last_chk,"
                    + "agent_status,agent_code,agent_desc,last_agt";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DOWN,,L7STS,503,Layer7 wrong status,Service Unavailable,,,, | Layer7 wrong status, HTTP 503 (Service Unavailable) | L7STS | 503",
                "DOWN,,* L4CON,,Layer4 connection problem,Connection refused,,,, | Layer4 connection problem (Connection refused) | L4CON | ''",
                "DOWN,,L4TOUT,,,,,,, | Layer4 timeout | L4TOUT | ''",
                "DOWN,,L4CON,0,Layer4 connection problem,,,,, | Layer4 connection problem | L4CON | 0",
                "DOWN,,L6RSP,3,Layer6 invalid response,\"  \",,,, | Layer6 invalid response, code 3 | L6RSP | 3",
                "DOWN,,PROCERR,1,External check error,,,,, | External check error, code 1 | PROCERR | 1",
                "DOWN,,NEWSTS,,,,,,, | NEWSTS | NEWSTS | ''",
                "DOWN 1/3,,L7OK,200,Layer7 check passed,,,,, | Layer7 check passed, HTTP 200 | L7OK | 200",
                "DOWN,,,,,,,,, | DOWN | '' | ''",
                "DOWN (agent),,L7OK,200,Layer7 check passed,,L7STS,7,Layer7 wrong status,via agent : down (disk) | Agent: Layer7 wrong status, code 7 (via agent : down (disk)) | L7STS | 7",
                "DOWN (agent),,L7OK,200,Layer7 check passed,,,,, | DOWN (agent) | '' | ''",
                "UP 1/2,,L4CON,,Layer4 connection problem,,,,, | Layer4 connection problem | L4CON | ''",
                "DOWN,,L7STS,-1,Layer7 wrong status,,,,, | Layer7 wrong status | L7STS | ''",
            })
    void text_checkFailed_saysWhy(String cells, String reason, String status, String code) {
        DownReason reasons = new DownReason(Tables.table(HEADER, "shop,web1,2," + cells));

        assertThat(reasons.text(0)).isEqualTo(reason);
        assertThat(reasons.checkStatus(0)).isEqualTo(status);
        assertThat(reasons.checkCode(0)).isEqualTo(code);
    }

    /** In mode tcp a code below 600 may be a mail server's. */
    @ParameterizedTest
    @CsvSource({
        "http, L7STS, 503, 'HTTP 503'",
        "tcp, L7STS, 1045, code 1045",
        "http, L7STS, 1045, code 1045",
        "tcp, L7STS, 421, code 421",
        "http, L7STS, 49, code 49",
        "http, L7RSP, 600, code 600",
        "http, L6RSP, 200, code 200",
    })
    void text_code_isCalledHttpWhereItIs(String mode, String check, String code, String said) {
        DownReason reasons = new DownReason(Tables.table(
                "pxname,svname,type,status,mode,check_status,check_code",
                "a,b,2,DOWN," + mode + "," + check + "," + code));

        assertThat(reasons.text(0)).endsWith(", " + said);
    }

    @Test
    void text_tracking_namesTheOneItFollowsAndItsReason() {
        DownReason reasons = new DownReason(Tables.table(
                HEADER,
                "shop,web1,2,DOWN,,L4CON,,Layer4 connection problem,Connection refused,,,,",
                "a,one,2,DOWN,shop/web1,,,,,,,,",
                "a,two,2,DOWN,a/one,,,,,,,,"));

        assertThat(reasons.text(1)).isEqualTo("follows shop/web1: Layer4 connection problem (Connection refused)");
        assertThat(reasons.text(2)).isEqualTo("follows a/one: Layer4 connection problem (Connection refused)");
        assertThat(reasons.checkStatus(2)).isEmpty();
    }

    @Test
    void text_trackingNothingThere_saysWhomOnly() {
        DownReason reasons = new DownReason(Tables.table(HEADER, "a,one,2,DOWN,shop/gone,,,,,,,,"));

        assertThat(reasons.text(0)).isEqualTo("follows shop/gone");
    }

    @Test
    void text_trackingInALoop_ends() {
        DownReason reasons = new DownReason(Tables.table(
                HEADER, "a,one,2,DOWN,a/two,,,,,,,,", "a,two,2,DOWN,a/one,,,,,,,,", "a,self,2,DOWN,a/self,,,,,,,,"));

        assertThat(reasons.text(0)).isEqualTo("follows a/two");
        assertThat(reasons.text(2)).isEqualTo("follows a/self");
    }

    @ParameterizedTest
    @CsvSource({"16, true", "17, false"})
    void text_longChain_isFollowedSixteenTimes(int links, boolean found) {
        List<String> rows = new ArrayList<>();
        rows.add("a,s0,2,DOWN,,L4TOUT,,,,,,,");
        for (int i = 1; i <= links; i++) {
            rows.add("a,s" + i + ",2,DOWN,a/s" + (i - 1) + ",,,,,,,,");
        }
        StatTable table = Tables.table(HEADER, rows.toArray(String[]::new));

        assertThat(new DownReason(table).text(links))
                .isEqualTo("follows a/s" + (links - 1) + (found ? ": Layer4 timeout" : ""));
    }

    @ParameterizedTest
    @CsvSource({"102, 119, false", "103, 120, false", "104, 120, true", "500, 120, true"})
    void text_long_isCutAt120Characters(int length, int expected, boolean cut) {
        String last = "🙂".repeat(length);
        String text = new DownReason(Tables.table(HEADER, "a,b,2,DOWN,,L4TOUT,,," + last + ",,,,")).text(0);

        assertThat(text.codePointCount(0, text.length())).isEqualTo(expected);
        assertThat(text).startsWith("Layer4 timeout (🙂🙂");
        assertThat(text.endsWith("…")).isEqualTo(cut);
    }

    @Test
    void text_controlCharacters_areGone() {
        DownReason reasons = new DownReason(Tables.table(HEADER, "a,b,2,DOWN,,L7RSP,,,\"x\ny\u001b[31m\r\u0000\",,,,"));

        assertThat(reasons.text(0)).isEqualTo("Layer7 invalid response (x y [31m)");
    }

    @Test
    void checkCode_withoutTheColumn_isEmpty() {
        DownReason reasons = new DownReason(Tables.table("pxname,svname,type,status", "a,b,2,DOWN"));

        assertThat(reasons.checkCode(0)).isEmpty();
        assertThat(reasons.text(0)).isEqualTo("DOWN");
    }
}
