package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.haproxyexporter.cli.report.SarifReport;
import io.github.haproxyexporter.cli.report.TextReport;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintInput;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.lint.Linter;
import io.github.haproxyexporter.probe.PlanMaker;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever {@code haproxy -c} accepts, the reader accepts: checked with generated files, sound and unsound lines mixed. */
class AcceptedConfigIT {
    private static final String FRAME = """
            defaults base
                mode http
                timeout connect 1s
                timeout client 1s
                timeout server 1s
            frontend f from base
                bind :8080
            """;

    @Property(tries = 250)
    void judge_whatHaproxyAccepts_neverFails(@ForAll("bodies") String body) {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Path file = directory.write("t.cfg", FRAME + body);
            Finished haproxy = Finished.run(Programs.find("haproxy").toString(), "-c", "-f", file.toString());
            Statistics.label("accepted by HAProxy").collect(haproxy.exitCode() == 0);
            if (haproxy.exitCode() == 0) {
                assertThatCode(() -> judge(file))
                        .as("judging what HAProxy accepts:%n%s", body)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Everything that diagnose and lint do with a configuration. */
    private static void judge(Path file) throws ConfigException {
        HaproxyConfig config = ConfigReader.read(List.of(file), Map.of(), Optional.empty());
        LintReport report = Linter.lint(new LintInput(config, Map.of()), Set.of());
        assertThat(report.findings())
                .as("keywords that HAProxy refuses")
                .extracting(Finding::id)
                .doesNotContain("HC040");
        TextReport.write(report, new Page(Page.NARROW, false));
        SarifReport.write(report, "1");
        config.proxies()
                .forEach(proxy -> proxy.servers().forEach(server -> PlanMaker.of(proxy, server, Optional.empty())));
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> section = Arbitraries.of(
                "defaults d%d from base",
                "backend b%d from base",
                "listen l%d from base",
                "backend b%d",
                "peers p%d",
                "resolvers r%d",
                "userlist u%d",
                "ring r%d",
                "cache c%d",
                "mailers m%d",
                "http-errors e%d",
                "global");
        Arbitrary<String> server = Combinators.combine(
                        Arbitraries.of("127.0.0.1:80", "[::1]:80", "localhost:80", "unix@/tmp/x", "127.0.0.1:81"),
                        Arbitraries.of(
                                        "check",
                                        "inter 5s",
                                        "inter 5",
                                        "fall 2",
                                        "rise 3x",
                                        "weight 0",
                                        "backup",
                                        "disabled",
                                        "port 8080",
                                        "addr 127.0.0.2",
                                        "cookie check",
                                        "init-addr last,libc,none",
                                        "maxconn \"10\"",
                                        "slowstart 1m",
                                        "on-marked-down shutdown-sessions",
                                        "agent-check",
                                        "agent-port 99",
                                        "no-check",
                                        "ssl verify none",
                                        "check-ssl",
                                        "sni str(a\\ b)",
                                        "observe layer4",
                                        "error-limit 3",
                                        "source 127.0.0.1",
                                        "\"\" check",
                                        "''",
                                        "send-proxy-v2",
                                        "proto h1",
                                        "inter 1m30s",
                                        "check-sni x",
                                        "redir http://a/",
                                        "# check")
                                .list()
                                .ofMaxSize(5))
                .as((address, settings) -> "server s%d " + address + " " + String.join(" ", settings));
        Arbitrary<String> line = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, server),
                net.jqwik.api.Tuple.of(
                        5,
                        Arbitraries.of(
                                "option httpchk",
                                "option httpchk GET /a%%20b",
                                "option httpchk HEAD / HTTP/1.1\\r\\nHost:\\ x",
                                "http-check send meth GET uri /x hdr A \"b c\"",
                                "http-check expect ! rstatus ^5",
                                "http-check expect status 200-399",
                                "http-check disable-on-404",
                                "http-check connect",
                                "option tcp-check",
                                "tcp-check connect port 80",
                                "tcp-check send PING\\r\\n",
                                "tcp-check expect string +PONG",
                                "tcp-check connect default",
                                "http-check connect addr 127.0.0.1 port 81 ssl",
                                "http-check send uri /y ver HTTP/1.1 hdr host a",
                                "http-check expect ! string x",
                                "external-check command /bin/true",
                                "source 127.0.0.2",
                                "option smtpchk EHLO x",
                                "option redis-check",
                                "option mysql-check user a",
                                "option ldap-check",
                                "option pgsql-check user a",
                                "option ssl-hello-chk",
                                "no option redispatch",
                                "default option redispatch",
                                "option redispatch 3",
                                "option allbackups",
                                "retries 0",
                                "timeout check 3s",
                                "timeout check 5",
                                "balance leastconn",
                                "balance hash src",
                                "cookie A insert",
                                "default-server inter 3s fall 2",
                                "default-server check",
                                "mode tcp",
                                "mode http",
                                "server-template t%d 2 localhost:80 check",
                                "server-template t%d 3-4 127.0.0.1:80",
                                "bind :8081",
                                "log global",
                                "acl a path /x",
                                "http-request deny if { path /\\x61 }",
                                "stick-table type ip size 1k",
                                "stick on src",
                                "disabled",
                                "enabled",
                                "#",
                                "# lint: ignore HC001",
                                "description a \"b\" 'c'",
                                "fullconn 10",
                                "hash-type consistent",
                                "")),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.of(
                                ".if 1\n.endif",
                                ".if 0\nnonsense here\n.else\n.endif",
                                ".if defined(X) || feature(LUA)\n.endif",
                                ".if !version_atleast(9.9)\n.notice \"hi\"\n.elif 1\n.endif",
                                ".diag x")));
        // Only proxies know these lines; the other sections are there to end the one before.
        Arbitrary<String> whole = Combinators.combine(section, line.list().ofMaxSize(4))
                .as((head, lines) -> head + "\n"
                        + (head.matches("(backend|listen) .*") ? "    " + String.join("\n    ", lines) + "\n" : ""));
        // Every %d becomes another number, so that names do not clash.
        return whole.list().ofMinSize(1).ofMaxSize(3).map(sections -> {
            StringBuilder numbered = new StringBuilder();
            int number = 0;
            for (String part : String.join("", sections).split("%d", -1)) {
                numbered.append(number == 0 ? "" : Integer.toString(number)).append(part);
                number++;
            }
            return numbered.toString().replace("%%", "%");
        });
    }
}
