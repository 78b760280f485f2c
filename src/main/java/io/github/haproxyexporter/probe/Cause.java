package io.github.haproxyexporter.probe;

import java.util.Locale;

/** Why a server is down. The list is closed; scripts may rely on its labels. */
public enum Cause {
    CONNECTION_REFUSED("nothing listens on the port that the check connects to"),
    CONNECTION_TIMEOUT("the connection is neither accepted nor refused: something drops it, or the machine is off"),
    CONNECTION_RESET("the server accepts the connection and then resets it"),
    HOST_UNREACHABLE("there is no way to the server's address from here"),
    DNS_FAILURE("the server's name has no address"),
    TLS_FAILURE("the TLS handshake fails"),
    CERTIFICATE_EXPIRED("the server's certificate is not valid at this time"),
    CERTIFICATE_UNTRUSTED("the server's certificate is not one that this configuration trusts"),
    CHECK_TIMEOUT("the server accepts the connection and does not answer in time"),
    WRONG_STATUS("the server answers, with another status than the check expects"),
    WRONG_CONTENT("the server answers, and its answer lacks what the check expects or holds what it forbids"),
    WRONG_PROTOCOL("the server speaks another protocol than the check"),
    EMPTY_REPLY("the server takes the request and closes the connection without an answer"),
    AGENT_DOWN("the server's own agent says that it is down"),
    AGENT_UNREACHABLE("the agent once said down, and now that it is gone nothing can say up"),
    TRACKED_SERVER_DOWN("the server follows another one, and that one is down"),
    EXTERNAL_CHECK_FAILED("the external check's program fails or takes too long"),
    UNKNOWN("what HAProxy tells is not enough to name a cause");

    private final String meaning;

    Cause(String meaning) {
        this.meaning = meaning;
    }

    /** The name in texts and JSON, e.g. {@code connection_refused}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, as a clause. */
    public String meaning() {
        return meaning;
    }
}
