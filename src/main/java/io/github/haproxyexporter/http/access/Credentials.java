package io.github.haproxyexporter.http.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's name and password, as a request brought them. */
record Credentials(String user, String password) {

    private static final String SCHEME = "Basic ";

    /** The credentials of an {@code Authorization} header; empty when it is missing, of another scheme, or malformed. */
    static Optional<Credentials> of(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String decoded;
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            decoded = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Credentials(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "credentials";
    }
}
