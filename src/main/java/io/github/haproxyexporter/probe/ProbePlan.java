package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to repeat.
 *
 * @param host an IP address or a name
 * @param connectTimeout HAProxy's bound on the connection
 * @param checkTimeout HAProxy's bound on everything after it
 * @param proxyHeader what to send before all else
 * @param method what is said over the connection; empty when no more than the address is known
 * @param further the connections that the rules of the method open after the first, in their order
 * @param notes what HAProxy does and this does not
 */
public record ProbePlan(
        String host,
        int port,
        Duration connectTimeout,
        Duration checkTimeout,
        ProxyHeader proxyHeader,
        Optional<TlsPlan> tls,
        Optional<CheckMethod> method,
        List<ProbePlan> further,
        List<String> notes) {

    /**
     * The transport's security.
     *
     * @param verify whether the certificate must be trusted
     * @param name the name that it must bear, if any
     * @param identity the PEM file with the certificate and key that are shown to the server, if any
     */
    public record TlsPlan(
            boolean verify,
            Optional<String> caFile,
            Optional<String> sni,
            Optional<String> name,
            Optional<String> alpn,
            Optional<String> identity) {
        /** The same for a certificate of another name. */
        public TlsPlan named(String other) {
            return new TlsPlan(verify, caFile, sni.map(old -> other), Optional.of(other), alpn, identity);
        }
    }

    public ProbePlan {
        further = List.copyOf(further);
        notes = List.copyOf(notes);
    }

    /** {@code host:port}, IPv6 addresses in brackets. */
    public String target() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** A connection and no more. */
    static ProbePlan connection(String host, int port, Duration connectTimeout, Duration checkTimeout) {
        return new ProbePlan(
                host,
                port,
                connectTimeout,
                checkTimeout,
                ProxyHeader.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    public ProbePlan withPort(int other) {
        return new ProbePlan(host, other, connectTimeout, checkTimeout, proxyHeader, tls, method, further, notes);
    }

    public ProbePlan with(ProxyHeader otherHeader, Optional<TlsPlan> otherTls) {
        return new ProbePlan(host, port, connectTimeout, checkTimeout, otherHeader, otherTls, method, further, notes);
    }

    public ProbePlan withMethod(CheckMethod other) {
        return new ProbePlan(
                host, port, connectTimeout, checkTimeout, proxyHeader, tls, Optional.of(other), further, notes);
    }

    ProbePlan with(List<ProbePlan> otherFurther, List<String> otherNotes) {
        return new ProbePlan(
                host, port, connectTimeout, checkTimeout, proxyHeader, tls, method, otherFurther, otherNotes);
    }

    /** Whether nothing that HAProxy's check does is left out. */
    boolean whole() {
        return notes.isEmpty()
                && method.isPresent()
                && method.get().kind() != CheckMethod.Kind.SPOP
                && further.size() + 1 == method.get().connections().size();
    }
}
