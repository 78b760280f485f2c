package io.github.haproxyexporter.http.auth;

import io.github.haproxyexporter.http.config.BcryptHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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

    private final SecretKeySpec secret;
    private final Map<String, String> right = new HashMap<>();
    private final Map<String, Boolean> wrong = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_WRONG;
        }
    };

    VerdictMemory() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.secret = new SecretKeySpec(key, ALGORITHM);
    }

    /** What stands for these credentials; another one when the user's hash is. */
    String key(Credentials credentials, BcryptHash hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            for (String part : new String[] {credentials.user(), hash.text(), credentials.password()}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length, so that no two triples run into the same bytes.
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Whether these credentials were right; empty when that is not remembered. */
    synchronized Optional<Boolean> get(String user, String key) {
        String known = right.get(user);
        if (known != null
                && MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.US_ASCII), key.getBytes(StandardCharsets.US_ASCII))) {
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
