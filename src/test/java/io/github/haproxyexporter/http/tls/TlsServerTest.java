package io.github.haproxyexporter.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.http.config.ClientAuth;
import io.github.haproxyexporter.http.config.Pem;
import io.github.haproxyexporter.http.config.TlsSettings;
import io.github.haproxyexporter.http.config.TlsVersion;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.testing.Pki;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.pem.util.PemUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsServerTest {
    private static final Pki PKI = new Pki();

    @BeforeAll
    static void certificates() {
        PKI.selfSigned("server", "DNS:localhost");
        PKI.selfSigned("other", "DNS:localhost");
        PKI.selfSigned("rsa", "DNS:localhost", "-newkey", "rsa:2048");
        PKI.selfSigned("ed25519", "DNS:localhost", "-newkey", "ed25519");
        PKI.openssl(List.of("rsa", "-in", path("rsa.key"), "-traditional", "-out", path("pkcs1.key")));
        PKI.openssl(List.of("ec", "-in", path("server.key"), "-out", path("sec1.key")));
        PKI.openssl(List.of(
                "pkey", "-in", path("rsa.key"), "-aes256", "-passout", "pass:secret", "-out", path("locked.key")));
        PKI.write("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        PKI.write("cut.key", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
        PKI.write("empty.pem", "");
    }

    @AfterAll
    static void remove() {
        PKI.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.pem server.key",
                "server.pem sec1.key",
                "rsa.pem rsa.key",
                "rsa.pem pkcs1.key",
                "ed25519.pem ed25519.key"
            })
    void of_everyKindOfKey_isServed(String names) throws Exception {
        String[] files = names.split(" ", -1);

        Pair pair = handshake(TlsServer.of(settings(files[0], files[1])), files[0]);

        assertThat(pair.client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void of_keyOfAnother_isRefused() {
        assertFault(
                "server.pem",
                "other.key",
                "tls_server_config.key_file " + path("other.key")
                        + ": the key does not fit the certificate in tls_server_config.cert_file "
                        + path("server.pem"));
        assertFault("server.pem", "rsa.key", "does not fit");
    }

    @Test
    void of_filesThatCannotBeUsed_areNamed() {
        assertFault("missing.pem", "server.key", "cert_file: the file that it names does not exist");
        assertFault("server.pem", "missing.key", "key_file: the file that it names does not exist");
        assertFault("empty.pem", "server.key", "has no certificate: expected PEM");
        assertFault("server.pem", "empty.pem", "has no private key: expected PEM");
        assertFault("server.pem", "server.pem", "has no private key: expected PEM");
        assertFault("cut.pem", "server.key", "has a certificate that cannot be read");
        assertFault("server.pem", "cut.key", "has a private key that cannot be read");
        assertFault("rsa.pem", "locked.key", "has a key with a passphrase");
    }

    @Test
    void of_clientCaThatCannotBeUsed_isNamed() {
        TlsSettings settings = settings(
                "server.pem",
                "server.key",
                ClientAuth.REQUIRE_ANY_CLIENT_CERT,
                "missing.pem",
                List.of(),
                TlsVersion.TLS13);

        assertThatThrownBy(() -> TlsServer.of(settings)).hasMessageContaining("the file that it names does not exist");
    }

    @Test
    void of_unknownCipher_isRefused() {
        TlsSettings settings = settings(
                "server.pem", "server.key", ClientAuth.NO_CLIENT_CERT, "", List.of("TLS_MADE_UP"), TlsVersion.TLS13);

        assertThatThrownBy(() -> TlsServer.of(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("cipher_suites has a name that this Java does not know");
    }

    @Test
    void of_versionsThatJavaSwitchedOff_areRefused() {
        TlsSettings settings = new TlsSettings(
                pem("cert_file", "server.pem"),
                pem("key_file", "server.key"),
                ClientAuth.NO_CLIENT_CERT,
                Optional.empty(),
                List.of(),
                TlsVersion.TLS10,
                TlsVersion.TLS11,
                List.of(),
                true,
                List.of());

        assertThatThrownBy(() -> TlsServer.of(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("max_version is 'TLS11'");
    }

    @Test
    void caveat_minVersionBelowJavas_isSaid() {
        TlsSettings old = new TlsSettings(
                pem("cert_file", "server.pem"),
                pem("key_file", "server.key"),
                ClientAuth.NO_CLIENT_CERT,
                Optional.empty(),
                List.of(),
                TlsVersion.TLS10,
                TlsVersion.TLS13,
                List.of(),
                true,
                List.of());

        assertThat(TlsServer.caveat(old))
                .contains("min_version is TLS10, but this Java's security settings begin at TLS12");
        assertThat(TlsServer.caveat(settings("server.pem", "server.key"))).isEmpty();
    }

    @Test
    void closeOutbound_ofAnEstablishedConnection_sendsNothing() throws Exception {
        Pair pair = handshake(TlsServer.of(settings("server.pem", "server.key")), "server.pem");
        ByteBuffer out = ByteBuffer.allocate(1 << 16);

        pair.server.closeOutbound();
        SSLEngineResult result = pair.server.wrap(ByteBuffer.allocate(0), out);

        assertThat(result.getStatus()).isEqualTo(Status.CLOSED);
        assertThat(result.bytesProduced())
                .as("an alert that a client may have no room for")
                .isZero();
        assertThat(pair.server.isOutboundDone()).isTrue();
    }

    @Test
    void engine_resetByTheHttpServer_stillAsksForTheClientsCertificate() throws Exception {
        SSLEngine engine = TlsServer.of(settings(
                        "server.pem",
                        "server.key",
                        ClientAuth.REQUIRE_ANY_CLIENT_CERT,
                        "",
                        List.of(),
                        TlsVersion.TLS13))
                .engine();

        engine.setNeedClientAuth(false);
        engine.setWantClientAuth(false);

        assertThat(engine.getNeedClientAuth()).isTrue();
    }

    @Test
    void contextOfAReload_hasNoSessionsOfTheOneBefore() throws Exception {
        TlsSettings settings = settings("server.pem", "server.key");

        assertThat(TlsServer.of(settings).context().getServerSessionContext())
                .isNotSameAs(TlsServer.of(settings).context().getServerSessionContext());
    }

    private record Pair(SSLEngine server, SSLEngine client) {}

    /** Hands bytes to and fro in memory until both have finished. */
    private static Pair handshake(TlsServer tls, String trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {PemUtils.loadTrustMaterial(PKI.file(trusted))}, null);
        SSLEngine client = context.createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        SSLEngine server = LiveContext.of(() -> tls).createSSLEngine("localhost", 2);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < 100 && !(ended(client) && ended(server)); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertThat(ended(server)).as("the handshake has an end").isTrue();
        return new Pair(server, client);
    }

    private static boolean ended(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
        ByteBuffer data = ByteBuffer.allocate(1 << 16);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            default -> {
                in.flip();
                engine.unwrap(in, data);
                in.compact();
            }
        }
    }

    private static void assertFault(String cert, String key, String message) {
        assertThatThrownBy(() -> TlsServer.of(settings(cert, key)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    private static TlsSettings settings(String cert, String key) {
        return settings(cert, key, ClientAuth.NO_CLIENT_CERT, "", List.of(), TlsVersion.TLS13);
    }

    private static TlsSettings settings(
            String cert, String key, ClientAuth clientAuth, String clientCa, List<String> ciphers, TlsVersion max) {
        return new TlsSettings(
                pem("cert_file", cert),
                pem("key_file", key),
                clientAuth,
                clientCa.isEmpty() ? Optional.empty() : Optional.of(pem("client_ca_file", clientCa)),
                List.of(),
                TlsVersion.TLS12,
                max,
                ciphers,
                true,
                List.of());
    }

    private static Pem pem(String key, String name) {
        return new Pem("tls_server_config." + key, Optional.of(PKI.file(name)), "");
    }

    private static String path(String name) {
        return PKI.file(name).toString();
    }
}
