package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinterTest {
    /** The configuration that the usual tutorial on health checks recommends. */
    private static final String RECOMMENDED = """
            global
                stats socket /run/haproxy/admin.sock mode 660 level admin
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            frontend web
                bind *:80
                default_backend web_servers
            backend web_servers
                balance roundrobin
                option httpchk GET /health
                http-check expect status 200
                timeout check 5s
                option allbackups
                server web1 192.168.1.10:8080 check inter 5s fall 3 rise 2
                server web2 192.168.1.11:8080 check inter 5s fall 3 rise 2
                server slow 192.168.1.12:8080 check inter 10s fall 5 rise 3
                server backup1 192.168.1.20:8080 check inter 5s fall 3 rise 2 backup
                server backup2 192.168.1.21:8080 check inter 5s fall 3 rise 2 backup
            """;

    @Test
    void lint_recommendedConfiguration_hasNothingToSay() throws ConfigException {
        LintReport report = lint(RECOMMENDED, Set.of());
        assertThat(report.clean()).isTrue();
        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void lint_redispatchMissing_isSaidOnlyWhereItMatters() throws ConfigException {
        assertThat(redispatch("balance source")).containsExactly(Severity.WARNING);
        assertThat(redispatch("cookie SRV insert")).containsExactly(Severity.WARNING);
        assertThat(redispatch("retries 5")).containsExactly(Severity.INFO);
        assertThat(redispatch("retries 0")).isEmpty();
        assertThat(redispatch("balance leastconn")).isEmpty();
        assertThat(redispatch("retries 5\n    option redispatch")).isEmpty();
    }

    private static List<Severity> redispatch(String setting) throws ConfigException {
        String text = RECOMMENDED.replace("    balance roundrobin\n", "    " + setting + "\n");
        return lint(text, Set.of()).findings().stream()
                .filter(finding -> finding.id().equals("HC013"))
                .map(Finding::severity)
                .toList();
    }

    @Test
    void lint_disabledRule_isSilent() throws ConfigException {
        String text = Fixture.text(Fixture.bad("HC004"));
        assertThat(lint(text, Set.of("HC004")).findings()).isEmpty();
    }

    @Test
    void lint_commentOnTheLineBefore_silencesThatLineAlone() throws ConfigException {
        String text = """
                backend b
                    timeout check 2s
                    # lint: ignore HC004, HC006
                    # a canary may flap
                    server canary 10.0.0.1:80 check fall 1 inter 1s
                    server other 10.0.0.2:80 check fall 1
                    # lint: ignore HC001

                    server none 10.0.0.3:80
                """;
        LintReport report = lint(text, Set.of("HC008", "HC010", "HC013"));
        assertThat(report.findings())
                .extracting(finding -> finding.id() + " " + finding.origin().line())
                .containsExactly("HC004 6", "HC001 9");
        assertThat(report.ignored()).isEqualTo(2);
    }

    @Test
    void lint_settingOfADefaultsSection_isReportedOnceThere() throws ConfigException {
        String text = """
                defaults
                    default-server check fall 2
                    timeout check 1s
                backend a
                    server s1 10.0.0.1:80
                    server s2 10.0.0.2:80
                backend b
                    server s1 10.0.0.1:80
                """;
        LintReport report = lint(text, Set.of("HC010", "HC013"));
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.origin().line()).isEqualTo(2);
            assertThat(finding.backend()).isEmpty();
            assertThat(finding.server()).isEmpty();
            assertThat(finding.suggestion().line()).isEqualTo("default-server check fall 3");
            assertThat(finding.message()).contains("time to notice 4s (inter 2s, fall 2)");
        });
    }

    @Test
    void lint_trackingInACircle_isAnErrorAndEnds() throws ConfigException {
        String text = """
                backend a
                    server s1 10.0.0.1:80 track a/s2
                    server s2 10.0.0.2:80 track s1
                    server s3 10.0.0.3:80 track nosuch/s1
                """;
        assertThat(lint(text, Set.of()).findings())
                .filteredOn(finding -> finding.id().equals("HC018"))
                .hasSize(3)
                .allMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void lint_loopbackOnly_isInformation() throws ConfigException {
        String text = """
                backend a
                    server s1 127.0.0.1:80 check
                    server s2 127.0.0.1:81 check
                """;
        assertThat(lint(text, Set.of()).findings())
                .filteredOn(finding -> finding.id().equals("HC012"))
                .singleElement()
                .matches(finding -> finding.severity() == Severity.INFO);
    }

    @Test
    void correctedLine_keepsQuotesAndComments() {
        assertThat(LineEditor.with("server a \"b c\":80 check fall 1 # why # not", "fall", "3"))
                .isEqualTo("server a \"b c\":80 check fall 3 # why # not");
        assertThat(LineEditor.with("server a b:80 cookie \"#1\" # why", "inter", "5s"))
                .isEqualTo("server a b:80 cookie \"#1\" inter 5s  # why");
        assertThat(LineEditor.with("server fall fallback:80 check fall  '1'", "fall", "3"))
                .as("a server's name is no keyword")
                .isEqualTo("server fall fallback:80 check fall 3");
    }

    private static LintReport lint(String text, Set<String> disabled) throws ConfigException {
        return Linter.lint(new LintInput(ConfigReader.read("t.cfg", text, Map.of()), Map.of()), disabled);
    }
}
