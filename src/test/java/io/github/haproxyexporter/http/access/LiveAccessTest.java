package io.github.haproxyexporter.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Pki;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAccessTest {
    private static final String ANNA = "basic_auth_users:\n  anna: " + bcrypt("secret") + "\n";
    private static final String BERT = "basic_auth_users:\n  bert: " + bcrypt("secret") + "\n";

    private final Pki files = new Pki();
    private final AtomicLong clock = new AtomicLong();
    private final List<Boolean> reloads = new ArrayList<>();

    @AfterEach
    void remove() {
        files.close();
    }

    @Test
    void admit_changedUsers_areTakenOverWithinASecond() throws SettingsException {
        LiveAccess access = load(ANNA);
        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);

        files.write("web.yml", BERT + "# longer\n");
        assertThat(admit(access, "bert")).as("looked at once a second").isEqualTo(Admission.UNAUTHORIZED);
        second();

        assertThat(admit(access, "bert")).isEqualTo(Admission.ADMITTED);
        assertThat(admit(access, "anna")).isEqualTo(Admission.UNAUTHORIZED);
        assertThat(reloads).containsExactly(true, true);
    }

    @Test
    void admit_badChange_leavesTheOldInForceUntilItIsGood() throws SettingsException {
        LiveAccess access = load(ANNA);

        files.write("web.yml", "basic_auth_users: [nobody]\n");
        second();
        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);
        second();
        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);
        assertThat(reloads).as("tried once for a change").containsExactly(true, false);

        files.write("web.yml", BERT);
        second();
        assertThat(admit(access, "bert")).isEqualTo(Admission.ADMITTED);
        assertThat(reloads).containsExactly(true, false, true);
    }

    @Test
    void admit_fileGone_leavesTheOldInForce() throws Exception {
        LiveAccess access = load(ANNA);

        Files.delete(files.file("web.yml"));
        second();

        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);
        assertThat(reloads).containsExactly(true, false);
    }

    @Test
    void admit_nothingChanged_readsNothing() throws SettingsException {
        LiveAccess access = load(ANNA);

        for (int i = 0; i < 5; i++) {
            second();
            admit(access, "anna");
        }

        assertThat(reloads).containsExactly(true);
    }

    @Test
    void admit_withoutUsers_isForEverybody() throws SettingsException {
        LiveAccess access = load("http_server_config:\n  headers:\n    X-Frame-Options: deny\n");

        assertThat(access.admit(null, InetAddress.getLoopbackAddress())).isEqualTo(Admission.ADMITTED);
        assertThat(access.headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
        assertThat(access.isTls()).isFalse();
    }

    @Test
    void admit_overTheRate_isTooMany() throws SettingsException {
        LiveAccess access = load(ANNA + "rate_limit:\n  interval: 1h\n  burst: 2\n");

        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);
        assertThat(admit(access, "bert")).isEqualTo(Admission.UNAUTHORIZED);
        assertThat(admit(access, "anna")).isEqualTo(Admission.TOO_MANY);
    }

    @Test
    void reload_ofOtherSettings_doesNotRefillTheRate() throws SettingsException {
        String rate = "rate_limit:\n  interval: 1h\n  burst: 1\n";
        LiveAccess access = load(ANNA + rate);
        assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);

        files.write("web.yml", BERT + "# longer\n" + rate);
        second();

        assertThat(admit(access, "bert")).isEqualTo(Admission.TOO_MANY);
    }

    @Test
    void tls_certificateBeforeItsKey_waitsForTheKey() throws SettingsException {
        files.selfSigned("server", "DNS:localhost").selfSigned("next", "DNS:localhost");
        LiveAccess access = load("tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n");

        files.replace("server.pem", "next.pem");
        second();
        access.headers();
        assertThat(reloads).as("the new certificate does not fit the old key").containsExactly(true, false);
        files.replace("server.key", "next.key");
        second();
        access.headers();

        assertThat(reloads).containsExactly(true, false, true);
    }

    @Test
    void tls_switchedOffWhileRunning_needsARestart() throws SettingsException {
        files.selfSigned("server", "DNS:localhost");
        LiveAccess access = load("tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n");

        files.write("web.yml", "{}\n");
        second();
        access.headers();

        assertThat(access.isTls()).isTrue();
        assertThat(reloads).containsExactly(true, false);
    }

    @Test
    void load_badFile_isAnError() {
        assertThatThrownBy(() -> load("tls_server_config:\n  cert_file: none.pem\n  key_file: none.key\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("web.yml: tls_server_config.cert_file: ")
                .hasMessageContaining("the file that it names does not exist");
        assertThat(reloads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.yml", "server.pem", "server.key"})
    void change_toWhatHasNoEnd_leavesTheOldInForce(String name) throws Exception {
        files.selfSigned("server", "DNS:localhost");
        LiveAccess access = load("tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n" + ANNA);
        Path file = files.file(name);

        Files.delete(file);
        Finished.run(List.of("mkfifo", file.toString()), Map.of(), "", Duration.ofMinutes(1));
        assertRefused(access, "cannot be read: expected a regular file");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertRefused(access, "cannot be read: expected a regular file");
        Files.delete(file);
        Files.writeString(file, "#".repeat((1 << 20) + 1));
        assertRefused(access, "is longer than 1 MiB");
    }

    private void assertRefused(LiveAccess access, String why) {
        reloads.clear();
        try (LogLines log = LogLines.of(LiveAccess.class)) {
            second();
            assertThat(admit(access, "anna")).isEqualTo(Admission.ADMITTED);
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR")
                    .contains(why);
        }
        assertThat(reloads).containsExactly(false);
    }

    private LiveAccess load(String text) throws SettingsException {
        Path file = files.write("web.yml", text);
        return LiveAccess.load(file, clock::get, reloads::add);
    }

    private void second() {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private static Admission admit(LiveAccess access, String user) {
        String credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return access.admit("Basic " + credentials, InetAddress.getLoopbackAddress());
    }

    private static String bcrypt(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }
}
