package io.github.haproxyexporter.stats;

import java.util.Locale;

/** Why a server is down. The list is closed; scripts may rely on its labels. */
public enum Cause {
    CONNECTION_REFUSED("nothing answers at the address and port of the check"),
    CONNECTION_TIMEOUT("the connection is neither accepted nor refused: something drops it, or the machine is off"),
    CONNECTION_RESET("the server accepts the connection and then resets it"),
    HOST_UNREACHABLE("there is no way to the server's address from here"),
    DNS_FAILURE("the server's name has no address"),
    CLIENT_CERTIFICATE_WANTED("the server wants a client certificate, and the check shows none"),
    TLS_FAILURE("the TLS handshake fails"),
    CERTIFICATE_EXPIRED("the server's certificate is not valid at this time"),
    CERTIFICATE_UNTRUSTED("the server's certificate is not one that this configuration trusts"),
    CHECK_TIMEOUT("the server accepts the connection and does not answer in time"),
    WRONG_STATUS("the server answers, with another status than the check expects"),
    WRONG_CONTENT("the server answers, and its answer lacks what the check expects or holds what it forbids"),
    WRONG_PROTOCOL("the server speaks another protocol than the check"),
    EMPTY_REPLY("the server takes the request and closes the connection without an answer"),
    AGENT_DOWN("the server's own agent says that it is down"),
    AGENT_UNREACHABLE("the agent said down and does not answer any more; its last word stays in force"),
    TRACKED_SERVER_DOWN("the server follows another one, and that one is down"),
    EXTERNAL_CHECK_FAILED("the external check's program fails or takes too long"),
    CLIENT_REQUESTS_FAIL("too many of the clients' own requests fail (observe)"),
    RECOVERING("the checks pass again, and a few more are needed"),
    OUT_OF_SERVICE("the server was taken out of service"),
    IN_SERVICE("the server takes clients"),
    UNKNOWN("what HAProxy reports is not enough to name a cause");

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

    /** What a failed check by itself says: its status, such as {@code L4CON}, and its text. */
    public static Cause ofCheck(String status, String said) {
        String text = said.toLowerCase(Locale.ROOT);
        return switch (status) {
            case "L4CON", "SOCKERR" -> ofSocketError(text);
            case "L4TOUT" -> CONNECTION_TIMEOUT;
            case "L6TOUT" -> TLS_FAILURE;
            case "L6RSP" ->
                text.contains("certificate") && !text.contains("handshake") ? CERTIFICATE_UNTRUSTED : TLS_FAILURE;
            case "L7TOUT" -> CHECK_TIMEOUT;
            case "L7STS" -> WRONG_STATUS;
            case "L7RSP" -> ofInvalidResponse(text);
            case "PROCERR", "PROCTOUT" -> EXTERNAL_CHECK_FAILED;
            case "HANA" -> CLIENT_REQUESTS_FAIL;
            default -> UNKNOWN;
        };
    }

    private static Cause ofSocketError(String text) {
        if (text.contains("refused")) {
            return CONNECTION_REFUSED;
        }
        if (text.contains("reset")) {
            return CONNECTION_RESET;
        }
        if (text.contains("unreachable") || text.contains("no route")) {
            return HOST_UNREACHABLE;
        }
        return text.contains("timed out") ? CONNECTION_TIMEOUT : UNKNOWN;
    }

    private static Cause ofInvalidResponse(String text) {
        if (text.contains("did not match") || text.contains("unwanted content") || text.contains("matched unwanted")) {
            return WRONG_CONTENT;
        }
        return text.contains("reset") ? CONNECTION_RESET : WRONG_PROTOCOL;
    }
}
