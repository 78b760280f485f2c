package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.HaproxyProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LintCommandIT {

    @Test
    void lint_withARunningHaproxy_knowsHowLongChecksTake() {
        String config = """
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 5s
                    timeout server 5s
                    timeout tarpit 6s
                frontend app
                    bind 127.0.0.1:{{port:app}}
                    http-request tarpit deny_status 200
                backend shop
                    option httpchk GET /health
                    http-check expect status 200
                    timeout check 8s
                    server slow 127.0.0.1:{{port:app}} check inter 10s
                """;
        StringWriter out = new StringWriter();
        try (HaproxyProcess haproxy = HaproxyProcess.start(config)) {
            haproxy.awaitColumn("shop", "slow", "check_status", "L7OK"::equals);
            int exit = Main.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .execute(
                            "lint",
                            "--haproxy.scrape-uri",
                            haproxy.scrapeUri(),
                            haproxy.configFile().toString());
            assertThat(exit).isEqualTo(1);
        }
        assertThat(out.toString()).contains("warning HC009 shop/slow").contains("of the 8s that");
    }
}
