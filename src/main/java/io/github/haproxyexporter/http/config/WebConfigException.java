package io.github.haproxyexporter.http.config;

/** The web configuration cannot be used. The message is one line: which file or key, what it has, what was expected. */
public final class WebConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Keys and values that are quoted may hold any character. */
    private static final String CONTROL = "[\\p{Cntrl}\\u0085\\u2028\\u2029]+";

    public WebConfigException(String message) {
        super(message.replaceAll(CONTROL, " "));
    }

    /** The cause's own message may quote a secret, so it is for a debugger and never shown. */
    public WebConfigException(String message, Throwable cause) {
        super(message.replaceAll(CONTROL, " "), cause);
    }
}
