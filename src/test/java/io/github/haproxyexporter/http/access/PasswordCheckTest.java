package io.github.haproxyexporter.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.haproxyexporter.http.config.BcryptHash;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordCheckTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void check_eachVersionOfBcrypt_isKnown(String version) {
        PasswordCheck check = new PasswordCheck(Map.of("prometheus", hash(version, 4, "secret")));

        assertThat(check.check(new Credentials("prometheus", "secret"), HERE)).isEqualTo(Admission.ADMITTED);
        assertThat(check.check(new Credentials("prometheus", "secret"), HERE)).isEqualTo(Admission.ADMITTED);
        assertThat(check.check(new Credentials("prometheus", "Secret"), HERE)).isEqualTo(Admission.UNAUTHORIZED);
        assertThat(check.check(new Credentials("prometheus", ""), HERE)).isEqualTo(Admission.UNAUTHORIZED);
        assertThat(check.check(new Credentials("grafana", "secret"), HERE)).isEqualTo(Admission.UNAUTHORIZED);
    }

    @Test
    void check_passwordOfAnother_isWrong() {
        PasswordCheck check = new PasswordCheck(Map.of("a", hash("$2y$", 4, "one"), "b", hash("$2y$", 4, "two")));

        assertThat(check.check(new Credentials("a", "one"), HERE)).isEqualTo(Admission.ADMITTED);
        assertThat(check.check(new Credentials("b", "one"), HERE)).isEqualTo(Admission.UNAUTHORIZED);
        assertThat(check.check(new Credentials("b", "two"), HERE)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void check_longPassword_countsAsOtherProgramsCountIt() {
        String first72 = "x".repeat(72);
        PasswordCheck check = new PasswordCheck(Map.of("a", hash("$2y$", 4, first72)));

        assertThat(check.check(new Credentials("a", first72 + "more"), HERE)).isEqualTo(Admission.ADMITTED);
        assertThat(check.check(new Credentials("a", "x".repeat(71)), HERE)).isEqualTo(Admission.UNAUTHORIZED);
    }

    @Test
    void check_again_costsNothing() {
        PasswordCheck check = new PasswordCheck(Map.of("prometheus", hash("$2y$", 11, "secret")));
        long first = cpuNanos(check, "prometheus", "secret");
        long firstWrong = cpuNanos(check, "prometheus", "wrong");

        long hundred = 0;
        for (int i = 0; i < 50; i++) {
            hundred += cpuNanos(check, "prometheus", "secret") + cpuNanos(check, "prometheus", "wrong");
        }

        assertThat(hundred).as("a hundred checks").isLessThan(first + firstWrong);
    }

    @Test
    void check_unknownUser_takesAsLongAsAKnownOne() {
        PasswordCheck check = new PasswordCheck(Map.of("prometheus", hash("$2y$", 9, "secret")));
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            // Another one each time, as verdicts are remembered.
            known = Math.min(known, cpuNanos(check, "prometheus", "wrong" + i));
            unknown = Math.min(unknown, cpuNanos(check, "nobody", "wrong" + i));
        }

        // An unknown user who cost nothing would take a thousandth.
        assertThat((double) unknown / known).isBetween(0.2, 5.0);
    }

    @Test
    void check_manyWrongOnes_neverPushOutTheRightOne() {
        VerdictMemory memory = new VerdictMemory();
        BcryptHash hash = hash("$2y$", 4, "secret");
        String right = memory.key(new Credentials("prometheus", "secret"), hash);
        memory.put("prometheus", right, true);

        for (int i = 0; i < 5000; i++) {
            Credentials wrong = new Credentials("prometheus", "wrong" + i);
            memory.put(wrong.user(), memory.key(wrong, hash), false);
        }

        assertThat(memory.get("prometheus", right)).contains(true);
        assertThat(memory.get("prometheus", memory.key(new Credentials("prometheus", "wrong0"), hash)))
                .as("memory is bounded")
                .isEmpty();
    }

    @Test
    void key_ofCredentials_tellsNothingOfThem() {
        Credentials credentials = new Credentials("prometheus", "secret");
        BcryptHash hash = hash("$2y$", 4, "secret");

        assertThat(new VerdictMemory().key(credentials, hash))
                .doesNotContain("secret")
                .as("keyed: another process has another one")
                .isNotEqualTo(new VerdictMemory().key(credentials, hash));
    }

    @Test
    void check_secondOneFromOneAddress_isTurnedAwayWhileTheFirstRuns() throws Exception {
        // Cost 14 takes a second or so of a processor.
        PasswordCheck check =
                new PasswordCheck(Map.of("prometheus", hash("$2y$", 4, "secret"), "slow", hashOfCost14()));
        CompletableFuture<Admission> slow = CompletableFuture.supplyAsync(() -> {
            Admission verdict = Admission.TOO_MANY;
            while (verdict == Admission.TOO_MANY) {
                // One of the guesses below was running.
                verdict = check.check(new Credentials("slow", "wrong"), HERE);
            }
            return verdict;
        });

        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    Admission verdict = check.check(new Credentials("prometheus", "guess" + System.nanoTime()), HERE);
                    return verdict == Admission.TOO_MANY || slow.isDone();
                });

        assertThat(slow.isDone()).as("the slow check was over too soon to tell").isFalse();
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        assertThat(check.check(new Credentials("prometheus", "secret"), other))
                .as("another address waits for its turn and gets it")
                .isEqualTo(Admission.ADMITTED);
        assertThat(slow.get()).isEqualTo(Admission.UNAUTHORIZED);
    }

    /** Time of the processor, not on the clock: nobody else's work is in it. */
    private static long cpuNanos(PasswordCheck check, String user, String password) {
        long start = THREADS.getCurrentThreadCpuTime();
        check.check(new Credentials(user, password), HERE);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static BcryptHash hashOfCost14() {
        return new BcryptHash("$2y$14$" + hash("$2y$", 4, "secret").text().substring(7));
    }

    private static BcryptHash hash(String version, int cost, String password) {
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2A)
                .hash(cost, new byte[16], password.getBytes(StandardCharsets.UTF_8));
        return new BcryptHash(new String(hash, StandardCharsets.US_ASCII).replace("$2a$", version));
    }
}
