package io.github.haproxyexporter.haproxycfg;

/** The configuration could not be read; the message says where, what was found and what was expected. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    ConfigException(Origin origin, String message) {
        super(origin + ": " + message);
    }
}
