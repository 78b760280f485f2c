package io.github.haproxyexporter.http.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.github.haproxyexporter.http.config.BcryptHash;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Checks passwords. bcrypt takes a tenth of a second of a processor by design, which would let anybody keep this one busy: so
 * results are remembered, one check runs at a time, and of one client address one password at a time waits for its check.
 */
final class PasswordCheck {

    /** Salt and hash of no password that anybody knows. */
    private static final String NOBODY = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

    private final Map<String, BcryptHash> users;
    private final BcryptHash nobody;
    private final VerdictMemory memory = new VerdictMemory();
    private final Map<InetAddress, String> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock processor = new ReentrantLock(true);

    PasswordCheck(Map<String, BcryptHash> users) {
        this.users = Map.copyOf(users);
        int cost = users.values().stream().mapToInt(BcryptHash::cost).max().orElse(10);
        this.nobody = new BcryptHash("$2y$" + (cost < 10 ? "0" : "") + cost + "$" + NOBODY);
    }

    /** Whether the user has this password. An unknown user takes as long as a known one. */
    Admission check(Credentials credentials, InetAddress client) {
        BcryptHash hash = users.getOrDefault(credentials.user(), nobody);
        String key = memory.key(credentials, hash);
        Optional<Boolean> known = memory.get(credentials.user(), key);
        if (known.isEmpty()) {
            String other = waiting.putIfAbsent(client, key);
            if (other != null && !other.equals(key)) {
                return Admission.TOO_MANY;
            }
        }
        return known.orElseGet(() -> checked(credentials, hash, key, client))
                ? Admission.ADMITTED
                : Admission.UNAUTHORIZED;
    }

    private boolean checked(Credentials credentials, BcryptHash hash, String key, InetAddress client) {
        processor.lock();
        try {
            // The same password may have come more than once.
            Optional<Boolean> known = memory.get(credentials.user(), key);
            boolean right = known.isPresent() ? known.get() : matches(credentials, hash);
            memory.put(credentials.user(), key, right);
            return right;
        } finally {
            processor.unlock();
            waiting.remove(client, key);
        }
    }

    private boolean matches(Credentials credentials, BcryptHash hash) {
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        byte[] hashed = hash.text().getBytes(StandardCharsets.US_ASCII);
        BCrypt.Version version = BCrypt.Version.VERSION_2A;
        // Every other bcrypt reads the first 72 bytes only; the versions a, b and y give the same result.
        return BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
                        .verify(password, hashed)
                        .verified
                && users.containsKey(credentials.user());
    }
}
