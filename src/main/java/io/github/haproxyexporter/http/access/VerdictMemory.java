package io.github.haproxyexporter.http.access;

import io.github.haproxyexporter.http.config.BcryptHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers checks of passwords: of each user the last right one, and some wrong ones, so that wrong ones never push a right one
 * out. In their place it keeps keyed hashes, worth nothing to whoever reads this process's memory without the key.
 */
final class VerdictMemory {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_WRONG = 1000;

    private final byte[] secret = new byte[32];
    private final Map<String, String> right = new HashMap<>();
    private final Map<String, Boolean> wrong = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_WRONG;
        }
    };

    VerdictMemory() {
        new SecureRandom().nextBytes(secret);
    }

    /** The key of these credentials; another one when the user's hash is. */
    String key(Credentials credentials, BcryptHash hash) {
        // Each triple has a text of its own: no user has a colon, and hashes are of one length.
        String triple = hash.text() + credentials.user() + ":" + credentials.password();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(triple.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Whether these credentials were right; empty when that is not remembered. */
    synchronized Optional<Boolean> get(String user, String key) {
        if (key.equals(right.get(user))) {
            return Optional.of(true);
        }
        return wrong.containsKey(key) ? Optional.of(false) : Optional.empty();
    }

    synchronized void put(String user, String key, boolean isRight) {
        if (isRight) {
            right.put(user, key);
        } else {
            wrong.put(key, true);
        }
    }
}
