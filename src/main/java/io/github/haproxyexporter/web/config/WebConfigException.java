package io.github.haproxyexporter.web.config;

/** The web configuration cannot be used. The message is one line: which file or key, what it has, what was expected. */
public final class WebConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public WebConfigException(String message) {
        super(message);
    }

    /** The cause's own message may quote a secret, so it is for a debugger and never shown. */
    public WebConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
