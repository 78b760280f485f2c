package io.github.haproxyexporter.haproxycfg;

import java.util.Map;
import java.util.Optional;

/** What the global section says about TLS to servers; later lines of it count for the servers after them. */
record TlsDefaults(Map<String, Setting> globals) {

    /** Whether certificates must be trusted where a server line does not say. */
    boolean verify() {
        return value("ssl-server-verify").filter("none"::equals).isEmpty();
    }

    String authorities(String file) {
        return under("ca-base", file);
    }

    String certificate(String file) {
        return under("crt-base", file);
    }

    private String under(String base, String file) {
        boolean relative = !file.startsWith("/") && !file.startsWith("@");
        return value(base)
                .filter(directory -> relative)
                .map(directory -> directory + "/" + file)
                .orElse(file);
    }

    private Optional<String> value(String keyword) {
        return Optional.ofNullable(globals.get(keyword)).map(Setting::value);
    }
}
