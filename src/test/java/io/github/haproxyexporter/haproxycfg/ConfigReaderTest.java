package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    @Test
    void defaults_named_areInheritedByFrom() throws ConfigException {
        HaproxyConfig config = read("""
                defaults a
                    mode http
                    option redispatch
                    default-server inter 7s
                defaults b from a
                    no option redispatch
                    retries 0
                backend x from b
                    server s 10.0.0.1:80 check fall 4
                backend y from a
                    server s 10.0.0.1:80 check
                backend z
                    server s 10.0.0.1:80 check
                """);
        Proxy x = config.backend("x").orElseThrow();
        assertThat(x.http()).isTrue();
        assertThat(x.has("option redispatch")).isFalse();
        assertThat(x.setting("retries").orElseThrow().origin()).isEqualTo(new Origin("t.cfg", 7));
        assertThat(x.server("s").orElseThrow().check().inter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(x.server("s").orElseThrow().check().fall()).isEqualTo(4);
        assertThat(config.backend("y").orElseThrow().has("option redispatch")).isTrue();
        assertThat(config.backend("z").orElseThrow().has("retries"))
                .as("the last defaults section counts where none is named")
                .isTrue();
    }

    @Test
    void defaults_withoutFrom_startAnew() throws ConfigException {
        HaproxyConfig config = read("""
                defaults
                    mode http
                defaults
                    timeout connect 1s
                backend x
                    server s 10.0.0.1:80
                """);
        assertThat(config.backend("x").orElseThrow().http()).isFalse();
    }

    @Test
    void defaultServer_accumulatesAndCountsForLaterServersOnly() throws ConfigException {
        HaproxyConfig config = read("""
                backend x
                    server before 10.0.0.1:80 check
                    default-server inter 5s check
                    default-server fall 4
                    server after 10.0.0.1:80 inter 1s
                    server none 10.0.0.1:80 no-check
                """);
        Proxy x = config.backend("x").orElseThrow();
        assertThat(x.server("before").orElseThrow().check().inter()).isEqualTo(Duration.ofSeconds(2));
        CheckSettings after = x.server("after").orElseThrow().check();
        assertThat(after.enabled()).isTrue();
        assertThat(after.inter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(after.fall()).isEqualTo(4);
        assertThat(x.server("none").orElseThrow().check().enabled()).isFalse();
    }

    @Test
    void serverTemplate_makesItsServers() throws ConfigException {
        HaproxyConfig config = read("""
                backend x
                    server-template web 3-4 web.example.com:80 check weight 5
                    server-template old 2 127.0.0.1:81
                """);
        assertThat(config.backend("x").orElseThrow().servers())
                .extracting(Server::name)
                .containsExactly("web3", "web4", "old1", "old2");
        assertThat(config.server("x", "web4").orElseThrow().weight()).isEqualTo(5);
    }

    @Test
    void emptyArgument_endsTheServerLine_asItDoesForHaproxy() throws ConfigException {
        HaproxyConfig config = read("""
                backend x
                    server s 10.0.0.1:80 "${NOT_SET}" check
                """);
        assertThat(config.server("x", "s").orElseThrow().check().enabled()).isFalse();
        assertThat(config.notes()).singleElement().asString().contains("NOT_SET is not set here");
    }

    @Test
    void setenv_isSeenByLaterLines() throws ConfigException {
        HaproxyConfig config = read("""
                global
                    setenv WEB 10.0.0.9:80
                    presetenv WEB 10.0.0.8:80
                backend x
                    server s "$WEB" check
                """);
        assertThat(config.server("x", "s").orElseThrow().address().host()).isEqualTo("10.0.0.9");
        assertThat(config.notes()).isEmpty();
    }

    @Test
    void conditions_chooseTheLinesThatCount() throws ConfigException {
        HaproxyConfig config = read("""
                backend x
                .if defined(NOT_SET)
                    server no 10.0.0.1:80
                  .if 1
                    server neither 10.0.0.1:80
                  .endif
                .elif streq("$SIZE",big) # comment
                    server yes 10.0.0.1:80
                .else
                    server not 10.0.0.1:80
                .endif
                .notice "done"
                """);
        assertThat(config.backend("x").orElseThrow().servers())
                .extracting(Server::name)
                .containsExactly("yes");
    }

    @Test
    void conditionAboutTheBuild_isSaidInANote() throws ConfigException {
        HaproxyConfig config = read("""
                .if feature(QUIC)
                backend x
                    server s 10.0.0.1:80
                .endif
                """);
        assertThat(config.notes())
                .singleElement()
                .asString()
                .isEqualTo("t.cfg:1: only HAProxy itself can answer this condition; assumed that feature(QUIC) is true,"
                        + " so the lines that follow it are read");
        assertThat(config.backend("x")).isPresent();
    }

    @Test
    void httpCheckRules_ofTheBackend_displaceTheInheritedRequest() throws ConfigException {
        HaproxyConfig config = read("""
                defaults
                    option httpchk GET /health
                    http-check expect status 200
                backend inherits
                    server s 10.0.0.1:80 check
                backend loses
                    http-check expect status 204
                    server s 10.0.0.1:80 check
                backend own
                    option httpchk HEAD /own HTTP/1.1
                    http-check send hdr Host own.example.com body "a b"
                    server s 10.0.0.1:80 check
                """);
        CheckMethod inherits = config.backend("inherits").orElseThrow().check();
        assertThat(inherits.request().orElseThrow().uri()).isEqualTo("/health");
        assertThat(inherits.finalExpectations()).hasSize(1);
        CheckMethod loses = config.backend("loses").orElseThrow().check();
        assertThat(loses.request()).isEmpty();
        assertThat(loses.lostRequest()).contains(new Origin("t.cfg", 2));
        CheckMethod own = config.backend("own").orElseThrow().check();
        assertThat(own.finalExpectations())
                .as("an own option httpchk displaces as well")
                .isEmpty();
        CheckStep.HttpSend request = own.request().orElseThrow();
        assertThat(request.method() + " " + request.uri() + " " + request.version())
                .isEqualTo("HEAD /own HTTP/1.1");
        assertThat(request.headers()).containsExactly(new CheckStep.Header("Host", "own.example.com"));
        assertThat(request.body()).contains("a b");
    }

    @Test
    void checkAddress_ofItsOwn_dropsTheServersTls() throws ConfigException {
        HaproxyConfig config = read("""
                global
                    ssl-server-verify none
                backend x
                    server plain 10.0.0.1:443 ssl check port 8080
                    server tls 10.0.0.1:443 ssl check
                    server forced 10.0.0.1:80 check check-ssl port 8443 verify required ca-file @system-ca
                    server off 10.0.0.1:443 ssl check no-check-ssl
                """);
        Proxy x = config.backend("x").orElseThrow();
        assertThat(x.server("plain").orElseThrow().check().ssl()).isFalse();
        assertThat(x.server("plain").orElseThrow().check().port()).hasValue(8080);
        assertThat(x.server("tls").orElseThrow().check().ssl()).isTrue();
        assertThat(x.server("tls").orElseThrow().check().verify()).isFalse();
        assertThat(x.server("forced").orElseThrow().check().verify()).isTrue();
        assertThat(x.server("off").orElseThrow().check().ssl()).isFalse();
    }

    @Test
    void severalFiles_areReadInOrder_andADirectoryByName(@TempDir Path directory) throws Exception {
        Path first = Files.writeString(directory.resolve("first.cfg"), "defaults\n    mode http\n");
        Path parts = Files.createDirectory(directory.resolve("parts"));
        Files.writeString(parts.resolve("20.cfg"), "backend b\n    server s 10.0.0.2:80\n");
        Files.writeString(parts.resolve("10.cfg"), "backend a\n    server s 10.0.0.1:80\n");
        Files.writeString(parts.resolve(".hidden.cfg"), "nonsense\n");
        Files.writeString(parts.resolve("note.txt"), "nonsense\n");
        HaproxyConfig config = ConfigReader.read(List.of(first, parts), Map.of(), Optional.empty());
        assertThat(config.proxies()).extracting(Proxy::name).containsExactly("a", "b");
        assertThat(config.proxies()).allMatch(Proxy::http);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1:80 | IP | 10.0.0.1 | 80",
                "[::1]:80 | IP | ::1 | 80",
                "::1:80 | IP | ::1 | 80",
                "ipv6@[fe80::1]:8 | IP | fe80::1 | 8",
                "10.0.0.1 | IP | 10.0.0.1 |",
                "10.0.0.1:+10 | IP | 10.0.0.1 |",
                "web.example.com:80 | NAME | web.example.com | 80",
                "unix@/run/x.sock | UNIX | /run/x.sock |",
                "/run/x.sock | UNIX | /run/x.sock |",
                "abns@name | ABSTRACT | name |",
                "fd@7 | OTHER | 7 |",
            })
    void address_anyForm_isTakenApart(String text, ServerAddress.Family family, String host, Integer port) {
        ServerAddress address = ServerAddress.parse(text);
        assertThat(address.family()).isEqualTo(family);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port().stream().boxed().findFirst()).isEqualTo(Optional.ofNullable(port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ \"a\": 1 } | t.cfg:1: '{' stands outside of any section",
                "backend | t.cfg:1: 'backend' must be followed by a name",
                "backend b from nosuch | t.cfg:1: there is no 'defaults nosuch' before this line; known names: none",
                "backend b;server s | t.cfg:2: 'server' must be followed by a name and an address",
                "backend b;server s 1.2.3.4:80 check inter | t.cfg:2: 'inter' at the end of the line lacks its value",
                "backend b;server s 1.2.3.4:80 inter 5x | t.cfg:2: 'inter' has the value '5x'; expected a whole number",
                "backend b;server s 1.2.3.4:80 inter 99999d | t.cfg:2: 'inter' has the value '99999d'; HAProxy's longest",
                "backend b;server s 1.2.3.4:80 fall x | t.cfg:2: 'fall' has the value 'x'; expected a number",
                "backend b;timeout check soon | t.cfg:2: 'timeout check' has the value 'soon'; expected",
                "backend b;server-template a 3-2 x:80 | t.cfg:2: 'server-template' has the range '3-2'; expected",
                "backend b;server s \"1.2.3.4 | t.cfg:2: the quote \" at column 10 is never closed",
                "backend b;server s \"${X\" | t.cfg:2: '${' at column 11 lacks its closing brace",
                "backend b;no | t.cfg:2: 'no' must be followed by the keyword to undo",
                "backend b;.if 1 | t.cfg:2: '.if' without '.endif' before the end of the file",
                ".else | t.cfg:1: '.else' without an '.if' before it",
                ".if 1;.else;.elif 1;.endif | t.cfg:3: '.elif' after '.else' in the block opened at t.cfg:1",
            })
    void read_whatHaproxyRefusesAsWell_saysWhereAndWhatWasExpected(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void read_missingFile_isNamed(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("no.cfg");
        assertThatThrownBy(() -> ConfigReader.read(List.of(missing), Map.of(), Optional.empty()))
                .hasMessage(missing + ": cannot read this file: it does not exist");
        assertThatThrownBy(() -> ConfigReader.read(List.of(directory), Map.of(), Optional.empty()))
                .hasMessage(directory + ": no *.cfg file in this directory");
    }

    private static HaproxyConfig read(String text) throws ConfigException {
        return ConfigReader.read("t.cfg", text, Map.of("SIZE", "big"));
    }
}
