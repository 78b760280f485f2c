package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HAProxy is asked for each query: no more than the answer needs. */
class RequestNarrowingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXPORTER | '' | show info;show stat | show servers state;show table;show resolvers;show peers;show ssl sni;show ssl cert",
                "EXPORTER | ?no-maint | show info;show stat | show servers state;show table;show resolvers;show peers;show ssl sni;show ssl cert",
                "EXPORTER | ?scope=server | show info;show stat -1 4 -1 | show servers state",
                "EXPORTER | ?scope=server&no-maint | show info;show stat -1 4 -1 no-maint | show servers state",
                "EXPORTER | ?scope=frontend&scope=listener | show info;show stat -1 9 -1 | ''",
                "EXPORTER | ?scope=frontend&scope=listener&no-maint | show info;show stat -1 9 -1 no-maint | ''",
                "EXPORTER | ?scope=backend | show info;show stat -1 6 -1 | ''",
                "EXPORTER | ?scope=global | show info | show peers;show ssl sni;show ssl cert",
                "EXPORTER | ?scope= | show info | ''",
                "EXPORTER | ?metrics=haproxy_server_up | show info;show stat -1 4 -1 | ''",
                "EXPORTER | ?metrics=haproxy_server_up,haproxy_frontend_status | show info;show stat -1 5 -1 | ''",
                "EXPORTER | ?metrics=haproxy_backend_up | show info;show stat -1 2 -1 | ''",
                "EXPORTER | ?metrics=haproxy_process_jobs | show info | ''",
                "EXPORTER | ?collect[]=stat | show info;show stat | ''",
                "EXPORTER | ?collect[]=info | show info | ''",
                "EXPORTER | ?collect[]=servers | show info;show stat -1 4 -1 | show servers state",
                "PROMEX | ?collect[]=sticktables&collect[]=info | show info | show table",
                "PROMEX | '' | show info;show stat | show servers state;show table;show resolvers;show peers;show ssl sni;show ssl cert",
                "PROMEX | ?collect[]=certificates | show info | show ssl sni;show ssl cert",
                "EXPORTER | ?collect[]=peers | show info | show peers",
                "EXPORTER | ?collect[]=master | show info | ''",
                "PROMEX | ?scope=sticktable | show info | show table",
                "PROMEX | ?scope=resolver | show info | show resolvers",
                "PROMEX | ?scope=server | show info;show stat -1 4 -1 | show servers state",
                "PROMEX | ?metrics=-haproxy_sticktable_size,-haproxy_sticktable_used | show info;show stat | show servers state;show resolvers;show peers;show ssl sni;show ssl cert",
            })
    void scrape_query_asksOnlyForThat(Profile profile, String query, String first, String second) {
        try (StubSocket haproxy = StubSocket.unix(Dump.haproxy26().script());
                InProcessExporter exporter = InProcessExporter.start(haproxy, profile)) {
            assertThat(exporter.families("/metrics" + query.replace("[]", "%5B%5D"))
                            .get("haproxy_up")
                            .value())
                    .isEqualTo(1);
            assertThat(haproxy.commands())
                    .isEqualTo(
                            second.isEmpty()
                                    ? List.of(first)
                                    : Stream.concat(Stream.of(first), Stream.of(second.split(";")))
                                            .toList());
        }
    }
}
