package io.github.haproxyexporter.haproxycfg;

import java.util.Optional;

/**
 * What the global section says about TLS to servers.
 *
 * @param verify whether certificates must be trusted where a server line does not say
 * @param caBase the directory of relative {@code ca-file} names
 * @param crtBase the directory of relative {@code crt} names
 */
record TlsDefaults(boolean verify, Optional<String> caBase, Optional<String> crtBase) {

    static TlsDefaults usual() {
        return new TlsDefaults(true, Optional.empty(), Optional.empty());
    }

    TlsDefaults withVerify(boolean wanted) {
        return new TlsDefaults(wanted, caBase, crtBase);
    }

    TlsDefaults withCaBase(String directory) {
        return new TlsDefaults(verify, Optional.of(directory), crtBase);
    }

    TlsDefaults withCrtBase(String directory) {
        return new TlsDefaults(verify, caBase, Optional.of(directory));
    }

    String authorities(String file) {
        return under(caBase, file);
    }

    String certificate(String file) {
        return under(crtBase, file);
    }

    private static String under(Optional<String> base, String file) {
        boolean relative = !file.startsWith("/") && !file.startsWith("@");
        return relative && base.isPresent() ? base.get() + "/" + file : file;
    }
}
