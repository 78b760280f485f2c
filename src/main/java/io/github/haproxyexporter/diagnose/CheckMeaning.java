package io.github.haproxyexporter.diagnose;

/** HAProxy's check statuses in words. */
final class CheckMeaning {
    private CheckMeaning() {}

    /** What a status such as {@code L7STS} says happened, as a clause. */
    static String of(String status) {
        return switch (status) {
            case "INI" -> "the first check has not ended yet";
            case "SOCKERR" -> "the connection could not even be tried, or broke";
            case "L4OK" -> "the connection was accepted";
            case "L4TOUT" -> "the connection was neither accepted nor refused in time";
            case "L4CON" -> "the connection was refused, or there is no way to the server";
            case "L6OK" -> "the TLS handshake succeeded";
            case "L6TOUT" -> "the connection stood, and the TLS handshake did not end in time";
            case "L6RSP" -> "the connection stood, and the TLS handshake failed";
            case "L7OK" -> "the server answered as the check expects";
            case "L7OKC" -> "the server answered, and asks for no new clients";
            case "L7TOUT" -> "the connection stood, and no answer, or none that fits, came in time";
            case "L7RSP" -> "the server answered, and not in the form or with the words that the check expects";
            case "L7STS" -> "the server answered, with a status that the check does not accept";
            case "PROCOK" -> "the external check's program succeeded";
            case "PROCERR" -> "the external check's program failed";
            case "PROCTOUT" -> "the external check's program did not end in time";
            case "HANA" -> "too many of the clients' own requests failed (observe)";
            case "CHECKED" -> "a person or an agent set the result";
            default -> "a status that this program does not know";
        };
    }
}
