package io.github.haproxyexporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanMakerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1:80 check | 10.0.0.1:80 | NONE | false",
                "10.0.0.1:80 check port 81 addr 10.0.0.9 | 10.0.0.9:81 | NONE | false",
                "10.0.0.1:443 check ssl | 10.0.0.1:443 | NONE | true",
                "10.0.0.1:443 check ssl port 80 | 10.0.0.1:80 | NONE | false",
                "10.0.0.1:443 check ssl port 444 check-ssl | 10.0.0.1:444 | NONE | true",
                "10.0.0.1:80 check send-proxy | 10.0.0.1:80 | VERSION_1 | false",
                "10.0.0.1:80 check send-proxy-v2 | 10.0.0.1:80 | VERSION_2 | false",
                "10.0.0.1:80 check send-proxy port 81 | 10.0.0.1:81 | NONE | false",
                "[2001:db8::1]:80 check | [2001:db8::1]:80 | NONE | false",
            })
    void of_serverLine_goesWhereHaproxyGoes(String line, String target, ProxyHeader header, boolean tls)
            throws ConfigException {
        ProbePlan plan = plan("", line, Optional.empty()).orElseThrow();
        assertThat(plan.target()).isEqualTo(target);
        assertThat(plan.proxyHeader()).isEqualTo(header);
        assertThat(plan.tls().isPresent()).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 10.0.0.1:65536 check",
                "'' | 10.0.0.1:80 check port 99999",
                "option tcp-check\\n tcp-check connect port 70000\\n | 10.0.0.1:80 check",
            })
    void of_portThatIsNone_makesNoPlan(String lines, String server) throws ConfigException {
        assertThat(plan(lines.replace("\\n", "\n"), server, Optional.empty())).isEmpty();
    }

    @Test
    void of_connectRule_winsOverTheServerLine() throws ConfigException {
        ProbePlan plan = plan(
                        "option httpchk\n http-check connect port 8443 ssl sni a.example.com alpn http/1.1\n http-check send uri /x\n",
                        "10.0.0.1:80 check",
                        Optional.empty())
                .orElseThrow();
        assertThat(plan.target()).isEqualTo("10.0.0.1:8443");
        assertThat(plan.tls().orElseThrow().sni()).contains("a.example.com");
        assertThat(plan.tls().orElseThrow().alpn()).contains("http/1.1");
    }

    @ParameterizedTest
    @CsvSource({"connect, false, NONE", "connect default, true, VERSION_1", "connect ssl, true, NONE"})
    void of_connectRule_takesTheTransportOfTheServerLineOnlyByDefault(String rule, boolean tls, ProxyHeader header)
            throws ConfigException {
        ProbePlan plan = plan(
                        "option httpchk\n http-check " + rule + "\n http-check send uri /\n",
                        "10.0.0.1:443 check ssl send-proxy",
                        Optional.empty())
                .orElseThrow();
        assertThat(plan.tls().isPresent()).isEqualTo(tls);
        assertThat(plan.proxyHeader()).isEqualTo(header);
    }

    @Test
    void of_http2_isSaidAndNotOffered() throws ConfigException {
        ProbePlan plan = plan("", "10.0.0.1:443 check ssl check-alpn h2,http/1.1", Optional.empty())
                .orElseThrow();
        assertThat(plan.tls().orElseThrow().alpn()).isEmpty();
        assertThat(plan.notes()).containsExactly("HAProxy checks with HTTP/2; the check from here speaks HTTP/1");
    }

    @Test
    void of_addressInUse_winsOverTheConfiguredOne() throws ConfigException {
        assertThat(plan("", "web.example.com:80 check", Optional.of("10.0.0.7:80"))
                        .orElseThrow()
                        .target())
                .isEqualTo("10.0.0.7:80");
        assertThat(PlanMaker.of(ServerAddress.parse("10.0.0.7:80"))
                        .orElseThrow()
                        .method())
                .isEmpty();
        assertThat(PlanMaker.of(ServerAddress.parse("unix"))).isEmpty();
    }

    @Test
    void of_timeouts_areHaproxysOwnBounds() throws ConfigException {
        ProbePlan bounded = plan(
                        "timeout connect 9s\n timeout check 700ms\n", "10.0.0.1:80 check inter 3s", Optional.empty())
                .orElseThrow();
        assertThat(bounded.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(bounded.checkTimeout()).isEqualTo(Duration.ofMillis(700));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | unix@/run/x check", "'' | 10.0.0.1 check", "option external-check | 10.0.0.1:80 check"})
    void of_whatCannotBeConnectedTo_isNothing(String lines, String server) throws ConfigException {
        assertThat(plan(lines + "\n", server, Optional.empty())).isEmpty();
    }

    private static Optional<ProbePlan> plan(String lines, String server, Optional<String> inUse)
            throws ConfigException {
        Proxy proxy = proxy(lines, server);
        return PlanMaker.of(proxy, proxy.server("s").orElseThrow(), inUse.map(ServerAddress::parse));
    }

    private static Proxy proxy(String lines, String server) throws ConfigException {
        return ConfigReader.read("t.cfg", "backend b\n " + lines + " server s " + server + "\n", Map.of())
                .backend("b")
                .orElseThrow();
    }

    @Test
    void of_furtherConnectRules_areFurtherConnections() throws ConfigException {
        ProbePlan plan = plan(
                        "option tcp-check\n tcp-check connect\n tcp-check send a\n tcp-check connect port 81 send-proxy\n"
                                + " tcp-check connect port str(82)\n",
                        "10.0.0.1:80 check send-proxy-v2",
                        Optional.empty())
                .orElseThrow();
        assertThat(plan.target()).isEqualTo("10.0.0.1:80");
        assertThat(plan.further()).extracting(ProbePlan::target).containsExactly("10.0.0.1:81");
        assertThat(plan.further().get(0).proxyHeader()).isEqualTo(ProxyHeader.VERSION_2);
        assertThat(plan.notes()).singleElement().asString().contains("whose address only HAProxy knows (t.cfg:6)");
        assertThat(plan.method().orElseThrow().connections()).hasSize(3);
    }

    @Test
    void of_ruleWithoutEffectBetweenConnectRules_keepsBothConnections() throws ConfigException {
        ProbePlan plan = plan(
                        "option tcp-check\n tcp-check connect\n tcp-check comment none\n tcp-check connect port 81\n"
                                + " tcp-check send a\n",
                        "10.0.0.1:80 check",
                        Optional.empty())
                .orElseThrow();
        assertThat(plan.further()).hasSize(1);
        assertThat(plan.method().orElseThrow().connections()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check check-via-socks4 socks4 10.9.9.9:1080 | HAProxy checks through the SOCKS proxy 10.9.9.9:1080",
                "check source 10.9.9.9 | HAProxy connects from the address that 'source' names",
                "check check-proto h2 | HAProxy checks with HTTP/2",
            })
    void of_whatIsNotRepeated_isSaid(String settings, String note) throws ConfigException {
        ProbePlan plan = plan("", "10.0.0.1:80 " + settings, Optional.empty()).orElseThrow();
        assertThat(plan.notes()).singleElement().asString().startsWith(note);
        assertThat(plan.whole()).isFalse();
    }

    @Test
    void ofAgent_portThatIsNone_makesNoPlan() throws ConfigException {
        Proxy proxy = proxy("", "10.0.0.1:80 check agent-check agent-port 70000");

        assertThat(PlanMaker.ofAgent(proxy, proxy.server("s").orElseThrow(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void ofAgent_asksWhereAndWhatHaproxyAsks() throws ConfigException {
        Proxy proxy = proxy("", "10.0.0.1:80 check agent-check agent-port 99 agent-addr 10.0.0.9 agent-send \"hi\\n\"");
        ProbePlan plan = PlanMaker.ofAgent(proxy, proxy.server("s").orElseThrow(), Optional.empty())
                .orElseThrow();
        assertThat(plan.target()).isEqualTo("10.0.0.9:99");
        assertThat(plan.method().orElseThrow().arguments()).containsExactly("hi\n");
        Proxy none = proxy("", "10.0.0.1:80 check");
        assertThat(PlanMaker.ofAgent(none, none.server("s").orElseThrow(), Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "option external-check | 10.0.0.1:80 check | an external check runs a program",
                "'' | unix@/run/x check | only HAProxy itself reaches unix@/run/x",
                "'' | 10.0.0.1 check | the configuration names no port",
            })
    void obstacle_isNamed(String lines, String server, String obstacle) throws ConfigException {
        Proxy proxy = proxy(lines + "\n", server);
        assertThat(PlanMaker.obstacle(proxy, proxy.server("s").orElseThrow())).startsWith(obstacle);
    }

    @Test
    void of_filesOfTls_areUnderTheirBases() throws ConfigException {
        Proxy proxy = ConfigReader.read(
                        "t.cfg",
                        "global\n ca-base /etc/ca\n crt-base /etc/crt\nbackend b\n"
                                + " server s 10.0.0.1:443 check ssl ca-file shop.pem crt me.pem\n"
                                + " server t 10.0.0.1:443 check ssl ca-file /else/shop.pem\n",
                        Map.of())
                .backend("b")
                .orElseThrow();
        ProbePlan.TlsPlan tls = PlanMaker.of(proxy, proxy.server("s").orElseThrow(), Optional.empty())
                .flatMap(ProbePlan::tls)
                .orElseThrow();
        assertThat(tls.caFile()).contains("/etc/ca/shop.pem");
        assertThat(tls.identity()).contains("/etc/crt/me.pem");
        assertThat(proxy.server("t").orElseThrow().check().caFile()).contains("/else/shop.pem");
    }
}
