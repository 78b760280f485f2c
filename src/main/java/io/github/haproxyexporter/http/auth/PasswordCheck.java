package io.github.haproxyexporter.http.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.github.haproxyexporter.http.config.BcryptHash;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Checks passwords. bcrypt takes a tenth of a second of a processor by design, which would let anybody keep this one busy: so
 * results are remembered, one check runs at a time, and one client address has one check waiting at most.
 */
public final class PasswordCheck {

    /** What came of a check. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** Not checked, as another check for the same address is waiting. */
        BUSY
    }

    /** Salt and hash of no password that anybody knows. */
    private static final String NOBODY = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

    private final Map<String, BcryptHash> users;
    private final BcryptHash nobody;
    private final VerdictMemory memory;
    private final Map<String, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final Set<InetAddress> waiting = ConcurrentHashMap.newKeySet();
    private final ReentrantLock processor = new ReentrantLock(true);

    public PasswordCheck(Map<String, BcryptHash> users) {
        this.users = Map.copyOf(users);
        int cost = users.values().stream().mapToInt(BcryptHash::cost).max().orElse(10);
        this.nobody = new BcryptHash("$2y$" + (cost < 10 ? "0" : "") + cost + "$" + NOBODY);
        this.memory = new VerdictMemory();
    }

    /** Whether the user has this password. An unknown user takes as long as a known one. */
    public Verdict check(Credentials credentials, InetAddress client) {
        BcryptHash hash = users.getOrDefault(credentials.user(), nobody);
        String key = memory.key(credentials, hash);
        Optional<Boolean> known = memory.get(credentials.user(), key);
        if (known.isPresent()) {
            return verdict(known.get());
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = running.putIfAbsent(key, mine);
        if (other != null) {
            return await(other);
        }
        try {
            if (!waiting.add(client)) {
                mine.cancel(false);
                return Verdict.BUSY;
            }
            boolean right = matches(credentials, hash, client);
            memory.put(credentials.user(), key, right);
            mine.complete(right);
            return verdict(right);
        } finally {
            running.remove(key, mine);
            // Nothing happens when it is complete.
            mine.cancel(false);
        }
    }

    private boolean matches(Credentials credentials, BcryptHash hash, InetAddress client) {
        processor.lock();
        try {
            byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
            byte[] hashed = hash.text().getBytes(StandardCharsets.US_ASCII);
            BCrypt.Version version = BCrypt.Version.VERSION_2A;
            // Every other bcrypt looks at the first 72 bytes only; the versions a, b and y differ in nothing that can
            // be seen.
            boolean same = BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
                    .verify(password, hashed)
                    .verified;
            return same && users.containsKey(credentials.user());
        } finally {
            processor.unlock();
            waiting.remove(client);
        }
    }

    private static Verdict await(CompletableFuture<Boolean> other) {
        try {
            return verdict(other.join());
        } catch (CompletionException | CancellationException e) {
            return Verdict.BUSY;
        }
    }

    private static Verdict verdict(boolean right) {
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }
}
