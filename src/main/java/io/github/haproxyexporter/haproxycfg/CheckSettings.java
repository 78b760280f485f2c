package io.github.haproxyexporter.haproxycfg;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one server is checked, all defaults filled in.
 *
 * @param enabled the server has {@code check}
 * @param inter between checks while the server is fully up
 * @param fastinter between checks while its state is changing
 * @param downinter between checks while it is fully down
 * @param fall failed checks in a row that take it down
 * @param rise good checks in a row that bring it back
 * @param addr where the check goes instead of the server's address
 * @param port where the check goes: {@code port} or the server's own
 * @param ssl the check speaks TLS
 * @param sendProxy the check begins with a PROXY protocol header
 * @param verify the server's certificate must be trusted
 */
public record CheckSettings(
        boolean enabled,
        Duration inter,
        Duration fastinter,
        Duration downinter,
        int fall,
        int rise,
        Optional<String> addr,
        OptionalInt port,
        boolean ssl,
        boolean sendProxy,
        boolean verify,
        Optional<String> caFile,
        Optional<String> crt,
        Optional<String> verifyHost,
        Optional<String> sni,
        Optional<String> alpn) {

    /** HAProxy's own default of {@code inter} and {@code agent-inter}. */
    static final Duration DEFAULT_INTER = Duration.ofSeconds(2);

    static final int DEFAULT_FALL = 3;
    static final int DEFAULT_RISE = 2;

    static CheckSettings of(Server.Keywords keywords, ServerAddress address, TlsDefaults tls) throws ConfigException {
        Duration inter = keywords.duration("inter").orElse(DEFAULT_INTER);
        Optional<String> addr = keywords.value("addr");
        OptionalInt ownPort = keywords.number("port");
        // An own address or port makes HAProxy drop the server line's TLS and PROXY header, unless the check asks for
        // them.
        boolean elsewhere = addr.isPresent() || ownPort.isPresent();
        boolean ssl = keywords.has("check-ssl") || (!elsewhere && keywords.has("ssl") && !keywords.has("no-check-ssl"));
        return new CheckSettings(
                keywords.has("check"),
                inter,
                keywords.duration("fastinter").orElse(inter),
                keywords.duration("downinter").orElse(inter),
                keywords.number("fall").orElse(DEFAULT_FALL),
                keywords.number("rise").orElse(DEFAULT_RISE),
                addr,
                ownPort.isPresent() ? ownPort : address.port(),
                ssl,
                keywords.has("check-send-proxy") || (!elsewhere && keywords.sendsProxyHeader(false)),
                keywords.value("verify").map(word -> !word.equals("none")).orElse(tls.verify()),
                keywords.value("ca-file").map(tls::authorities),
                keywords.value("crt").map(tls::certificate),
                keywords.value("verifyhost"),
                keywords.value("check-sni"),
                keywords.value("check-alpn"));
    }
}
