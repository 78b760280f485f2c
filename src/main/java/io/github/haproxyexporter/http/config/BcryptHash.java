package io.github.haproxyexporter.http.config;

/** A password as bcrypt hashed it, such as {@code $2y$10$…}. */
public record BcryptHash(String text) {

    private static final String FORM = "\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}";

    static boolean isOne(String text) {
        return text.matches(FORM);
    }

    /** The exponent of the work that checking a password takes, 4 to 31. */
    public int cost() {
        return Integer.parseInt(text.substring(4, 6));
    }

    /** Without the hash: guessing passwords from it is easier than asking the server. */
    @Override
    public String toString() {
        return "bcrypt hash";
    }
}
