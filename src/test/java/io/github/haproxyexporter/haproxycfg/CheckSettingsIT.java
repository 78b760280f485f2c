package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.HaproxyProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the reader makes of inheritance is compared with what a running HAProxy made of the same file. */
class CheckSettingsIT {
    private static final String CONFIG = """
            defaults one
                timeout connect 1s
                timeout client 1s
                timeout server 1s
                default-server inter 5s rise 4
                default-server fall 6 weight 3
            defaults two from one
                default-server fall 2 backup
            frontend f from one
                bind 127.0.0.1:{{port:f}}
            backend a from one
                server s1 127.0.0.1:9 check
                server s2 127.0.0.1:9 check fall 9 weight 0x
                default-server rise 7 weight 10 check
                server s3 127.0.0.1:9
                server s4 127.0.0.1:9 no-check track a/s1
                server s5 127.0.0.1:9 "" no-check
                server-template t 2-3 127.0.0.1:9 fall 5
                server s6 127.0.0.1:9 disabled
            backend b from two
                server s1 127.0.0.1:9 check
                server s2 127.0.0.1:9 check no-backup
                default-server disabled
                server s3 127.0.0.1:9 check enabled rise 3
            .if version_atleast(2.4) && !streq("$NO_SUCH_VARIABLE",yes)
                server s4 127.0.0.1:9 check "fall" 8 enabled
            .else
                server s5 127.0.0.1:9
            .endif
            """;

    @Test
    void read_inheritance_isThatOfTheRunningHaproxy() throws ConfigException {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            HaproxyConfig config = ConfigReader.read(List.of(haproxy.configFile()), Map.of(), Optional.of("2.6.12"));
            List<String> expected = new ArrayList<>();
            for (Map<String, String> row : haproxy.socket().rows()) {
                if ("2".equals(row.get("type"))) {
                    boolean maintenance = row.getOrDefault("status", "").equals("MAINT");
                    expected.add(String.join(
                            " ",
                            row.get("pxname") + "/" + row.get("svname"),
                            maintenance ? "disabled" : "check " + row.get("check_rise") + "/" + row.get("check_fall"),
                            "weight " + row.get("uweight"),
                            "backup " + row.get("bck"),
                            "tracks " + row.get("tracked")));
                }
            }
            assertThat(config.proxies().stream()
                            .flatMap(proxy -> proxy.servers().stream())
                            .map(CheckSettingsIT::describe))
                    .containsExactlyElementsOf(expected);
        }
    }

    private static String describe(Server server) {
        CheckSettings check = server.check();
        String counts = check.enabled() ? check.rise() + "/" + check.fall() : "/";
        return String.join(
                " ",
                server.backend() + "/" + server.name(),
                server.disabled() ? "disabled" : "check " + counts,
                "weight " + server.weight(),
                "backup " + (server.backup() ? 1 : 0),
                "tracks " + server.track().orElse(""));
    }
}
