package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.stats.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The check protocols whose words are always the same, byte for byte those of HAProxy 2.6, and its judgement of the answers. */
final class FixedDialogue {
    /** The kinds of login at the start of a session (PostgreSQL's protocol, AuthenticationOk and its kin). */
    private static final Set<Integer> PGSQL_LOGINS = Set.of(0, 2, 3, 4, 5, 6, 7, 9, 10);

    private final Connection connection;
    private final Answer answer;
    private final List<String> notes;

    FixedDialogue(Connection connection, Answer answer, List<String> notes) {
        this.connection = connection;
        this.answer = answer;
        this.notes = notes;
    }

    /** Speaks as the method says; returns a clause about the answer. */
    String speak(CheckMethod method) throws ProbeFailure {
        return switch (method.kind()) {
            case SMTP -> smtp(method.arguments());
            case REDIS -> redis();
            case MYSQL -> mysql(method.arguments());
            case PGSQL -> pgsql(method.arguments());
            case LDAP -> ldap();
            case TLS_HELLO -> tlsHello();
            case AGENT -> agent(method.arguments());
            case SPOP -> {
                notes.add("the hello of option spop-check is not said, only the connection is opened: it needs the"
                        + " agent's own protocol");
                yield "connected";
            }
            default -> "the connection is all that this check asks for";
        };
    }

    private String smtp(List<String> arguments) throws ProbeFailure {
        byte[] greeting = ask("", FixedDialogue::endsLine);
        if (latin(greeting).matches("(?s)\\d{3}-.*")) {
            throw new ProbeFailure(
                    Cause.WRONG_PROTOCOL,
                    "the greeting has several lines, which HAProxy's check takes in its later releases only");
        }
        require(greeting, "(?s)2\\d\\d[ \r].*", "(?s)\\d{3}[ \r].*");
        boolean says = arguments.size() >= 2 && List.of("EHLO", "HELO").contains(arguments.get(0));
        String hello = says ? arguments.get(0) + " " + arguments.get(1) : "HELO localhost";
        require(ask(hello + "\r\n", FixedDialogue::endsLine), "(?s)2\\d\\d[- \r].*", "(?s)\\d{3}[- \r].*");
        require(ask("QUIT\r\n", FixedDialogue::endsLine), "(?s)2\\d\\d[- \r].*", "(?s)\\d{3}[- \r].*");
        return "greeted by SMTP";
    }

    private void require(byte[] bytes, String good, String spoken) throws ProbeFailure {
        if (!latin(bytes).matches(good)) {
            throw new ProbeFailure(
                    latin(bytes).matches(spoken) ? Cause.WRONG_STATUS : Cause.WRONG_PROTOCOL,
                    said() + ", where SMTP says 2xx");
        }
    }

    private String redis() throws ProbeFailure {
        byte[] bytes = ask("*1\r\n$4\r\nPING\r\n", FixedDialogue::endsLine);
        if (!latin(bytes).startsWith("+PONG\r\n")) {
            boolean redis = bytes[0] == '-' || bytes[0] == '+';
            throw new ProbeFailure(
                    redis ? Cause.WRONG_CONTENT : Cause.WRONG_PROTOCOL, said() + ", where Redis says '+PONG'");
        }
        return "answered +PONG";
    }

    private String mysql(List<String> arguments) throws ProbeFailure {
        boolean user = arguments.size() > 1 && arguments.get(0).equals("user");
        byte[] request = user
                ? FixedRequests.mysql(
                        arguments.get(1),
                        arguments.size() > 2 && arguments.get(2).equals("pre-41"))
                : new byte[0];
        int wanted = user ? 2 : 1;
        byte[] bytes =
                ask(request, sofar -> MysqlPackets.error(sofar).isPresent() || MysqlPackets.count(sofar) >= wanted);
        if (MysqlPackets.error(bytes).isPresent()) {
            String said = MysqlPackets.error(bytes).get();
            throw new ProbeFailure(Cause.WRONG_STATUS, "MySQL says '" + Texts.printable(said) + "'");
        }
        if (MysqlPackets.count(bytes) < wanted) {
            throw new ProbeFailure(
                    isText(bytes) || connection.ended() ? Cause.WRONG_PROTOCOL : Cause.CHECK_TIMEOUT,
                    isText(bytes)
                            ? said() + ", which is not MySQL's protocol"
                            : "MySQL greets, and the answer breaks off");
        }
        return "greeted by MySQL"
                + MysqlPackets.version(bytes)
                        .map(version -> " " + Texts.printable(version))
                        .orElse("");
    }

    private String pgsql(List<String> arguments) throws ProbeFailure {
        String user = arguments.size() > 1 ? arguments.get(1) : "";
        byte[] bytes = ask(FixedRequests.pgsql(user), sofar -> sofar.length >= 9);
        if (bytes[0] == 'E') {
            throw new ProbeFailure(Cause.WRONG_STATUS, "PostgreSQL says '" + pgsqlMessage(bytes) + "'");
        }
        if (bytes[0] != 'R' || bytes.length < 9) {
            throw new ProbeFailure(Cause.WRONG_PROTOCOL, said() + ", which is not PostgreSQL's protocol");
        }
        if (!PGSQL_LOGINS.contains(ByteBuffer.wrap(bytes, 5, 4).getInt())) {
            throw new ProbeFailure(
                    Cause.WRONG_CONTENT, "PostgreSQL asks for a login of a kind that the check does not know");
        }
        return "PostgreSQL asks for a login";
    }

    /** The field M of an error, which is for people. */
    private static String pgsqlMessage(byte[] bytes) {
        return Arrays.stream(latin(bytes).substring(Math.min(5, bytes.length)).split("\0", -1))
                .filter(field -> field.startsWith("M"))
                .map(field -> Texts.printable(field.substring(1)))
                .findFirst()
                .orElse(Texts.firstLine(bytes));
    }

    private String ldap() throws ProbeFailure {
        byte[] bytes = ask(
                FixedRequests.ldapBind(), sofar -> LdapAnswer.resultCode(sofar).isPresent() || sofar[0] != 0x30);
        int code = LdapAnswer.resultCode(bytes)
                .orElseThrow(() -> new ProbeFailure(Cause.WRONG_PROTOCOL, said() + ", which is no answer of LDAPv3"));
        if (code != 0) {
            throw new ProbeFailure(
                    Cause.WRONG_STATUS,
                    "LDAP answers the anonymous bind with result code " + code + " (RFC 4511, 4.1.9)");
        }
        return "LDAP takes the anonymous bind";
    }

    private String tlsHello() throws ProbeFailure {
        byte[] bytes;
        try {
            bytes = ask(FixedRequests.tlsHello(), sofar -> sofar.length >= 5);
        } catch (ProbeFailure e) {
            throw new ProbeFailure(Cause.TLS_FAILURE, e.text());
        }
        if (bytes.length < 5 || (bytes[0] != 0x15 && bytes[0] != 0x16)) {
            throw new ProbeFailure(Cause.TLS_FAILURE, said() + ", which is not TLS");
        }
        return bytes[0] == 0x16 ? "greeted by TLS" : "an alert of TLS, which this check takes for health";
    }

    private String agent(List<String> arguments) throws ProbeFailure {
        byte[] bytes = ask(arguments.isEmpty() ? "" : arguments.get(0), FixedDialogue::endsLine);
        String line = Texts.firstLine(bytes);
        String words = line.replaceFirst("#.*", "").toLowerCase(Locale.ROOT);
        if (Arrays.stream(words.split("[\\s,]+", -1)).anyMatch(List.of("down", "fail", "stopped")::contains)) {
            throw new ProbeFailure(Cause.AGENT_DOWN, "the agent says '" + line + "'");
        }
        return "the agent says '" + line + "'";
    }

    private byte[] ask(String request, Predicate<byte[]> enough) throws ProbeFailure {
        return ask(request.getBytes(StandardCharsets.UTF_8), enough);
    }

    /** Sends, and reads at least a byte. */
    private byte[] ask(byte[] request, Predicate<byte[]> enough) throws ProbeFailure {
        if (request.length > 0) {
            connection.send(request);
        }
        byte[] bytes = connection.read(sofar -> sofar.length > 0 && enough.test(sofar));
        answer.is(bytes);
        if (bytes.length == 0) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.EMPTY_REPLY, "the server closed the connection without an answer")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "no answer in time");
        }
        return bytes;
    }

    private String said() {
        return "the server says '" + answer.firstLine().orElse("") + "'";
    }

    private static boolean isText(byte[] bytes) {
        return bytes.length >= 4 && latin(bytes).substring(0, 4).matches("[ -~\\r\\n\\t]{4}");
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean endsLine(byte[] bytes) {
        return bytes[bytes.length - 1] == '\n';
    }
}
