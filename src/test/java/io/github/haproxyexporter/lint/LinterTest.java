package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {
    /** The configuration that the usual tutorial on health checks recommends. */
    private static final String RECOMMENDED = """
            global
                stats socket /run/haproxy/admin.sock mode 660 level admin
                log /dev/log local0
            defaults
                mode http
                log global
                option log-health-checks
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
        assertThat(redispatch("balance source")).containsExactly(Severity.INFO);
        assertThat(redispatch("cookie SRV insert")).containsExactly(Severity.INFO);
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
                    server canary 10.0.0.1:80 check fall 1 inter 500ms
                    server other 10.0.0.2:80 check fall 1
                    # lint: ignore HC001

                    server none 10.0.0.3:80
                """;
        LintReport report = lint(text, Set.of("HC008", "HC028", "HC031"));
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
        LintReport report = lint(text, Set.of("HC028", "HC031"));
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.origin().line()).isEqualTo(2);
            assertThat(finding.backend()).isEmpty();
            assertThat(finding.server()).isEmpty();
            assertThat(finding.backends()).containsExactly("a", "b");
            assertThat(finding.suggestion().line()).isEqualTo("default-server check fall 3");
            assertThat(finding.message())
                    .contains("time to notice 4s (inter 2s, fall 2)")
                    .endsWith("(3 servers of 2 backends: a/s1, a/s2, b/s1)");
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
    void lint_tutorialWithoutLogging_hasNoWarning() throws ConfigException {
        String text = RECOMMENDED.replaceAll("(?m)^ *(log |option log-).*\n", "");
        assertThat(lint(text, Set.of()).clean()).isTrue();
        assertThat(lint(text, Set.of()).findings()).extracting(Finding::id).containsExactly("HC028");
        assertThat(lint(text.replaceAll("(?m)^ *timeout check.*\n", ""), Set.of())
                        .findings())
                .as("HAProxy uses inter where there is no timeout check")
                .extracting(Finding::id)
                .containsExactly("HC028");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "content-switching", "quick", "socks"})
    void lint_configurationLikeHaproxysExamples_hasNoWarning(String name) throws ConfigException {
        String text = Fixture.text("examples/" + name + ".cfg");
        assertThat(lint(text, Set.of()).findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .isEmpty();
    }

    @Test
    void lint_statusOfTheRunningServers_isTheOneProposed() {
        String text = Fixture.text("HC003.defaults.bad.cfg");
        assertThat(proposal(text, Map.of())).isEqualTo("http-check expect status 200-299");
        assertThat(proposal(text, Map.of("shop/web1", 204, "shop/web2", 204)))
                .isEqualTo("http-check expect status 204");
        assertThat(proposal(text, Map.of("shop/web1", 204, "api/api2", 302, "other/x", 200)))
                .as("every backend that inherits the check stays UP")
                .isEqualTo("http-check expect status 204,302");
    }

    private static String proposal(String text, Map<String, Integer> codes) {
        return Fixture.findings(text, Map.of(), codes).get(0).suggestion().line();
    }

    @Test
    void lint_serversAlikeInOneBackend_areOneFindingWithAllEdits() throws ConfigException {
        String text = """
                backend b
                    timeout connect 1s
                    server s1 10.0.0.1:80 check fall 1
                    server s2 10.0.0.2:80 check fall 1
                    server s3 10.0.0.3:80 check fall 1 inter 3s
                    server s4 10.0.0.4:80 check fall 1
                    server s5 10.0.0.5:80 check fall 1
                """;
        assertThat(lint(text, Set.of("HC028")).findings())
                .extracting(
                        Finding::message,
                        finding -> finding.suggestion().edits().size())
                .containsExactly(
                        tuple(
                                "a single failed check takes the server DOWN; time to notice 2s (inter 2s, fall 1), time to return"
                                        + " 4s (rise 2) (4 servers: s1, s2, s4 and 1 more)",
                                4),
                        tuple(
                                "a single failed check takes the server DOWN; time to notice 3s (inter 3s, fall 1), time to return"
                                        + " 6s (rise 2)",
                                1));
    }

    @Test
    void lineEditor_with_keepsQuotesAndComments() {
        assertThat(LineEditor.with("server a \"b c\":80 check fall 1 # why # not", "fall", "3"))
                .isEqualTo("server a \"b c\":80 check fall 3 # why # not");
        assertThat(LineEditor.with("server a b:80 cookie \"#1\" # why", "inter", "5s"))
                .isEqualTo("server a b:80 cookie \"#1\" inter 5s  # why");
        assertThat(LineEditor.with("server fall fallback:80 check fall  '1'", "fall", "3"))
                .as("a server's name is no keyword")
                .isEqualTo("server fall fallback:80 check fall 3");
    }

    @Test
    void lineEditor_repeatedKeyword_changesTheLast() {
        assertThat(LineEditor.with("server a b:80 inter 1s check inter 30s # inter 3s", "inter", "10s"))
                .isEqualTo("server a b:80 inter 1s check inter 10s # inter 3s");
    }

    @Test
    void lineEditor_valueOfAnotherKeyword_isLeftAlone() {
        assertThat(LineEditor.replace("server a b:80 no-check cookie no-check # no-check", "no-check", "check"))
                .isEqualTo("server a b:80 check cookie no-check # no-check");
        assertThat(LineEditor.without("server a b:80 cookie track track x/y # track x", "track"))
                .isEqualTo("server a b:80 cookie track # track x");
        assertThat(LineEditor.without("server a b:80 disabled check disabled", "disabled"))
                .isEqualTo("server a b:80 check");
        assertThat(LineEditor.with("", "check")).isEqualTo(" check");
    }

    private static LintReport lint(String text, Set<String> disabled) throws ConfigException {
        return Linter.lint(new LintInput(ConfigReader.read("t.cfg", text, Map.of()), Map.of()), disabled);
    }
}
