package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.stats.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.TrustManagerUtils;

/**
 * TLS as HAProxy speaks it in a check. The handshake takes any certificate, so that it can be shown; it is judged afterwards,
 * and nothing is sent over a connection whose certificate fails.
 */
final class TlsLayer {
    private static final int DNS_NAME = 2;

    private final ProbePlan.TlsPlan plan;
    private final List<String> notes;
    private final SSLContext context;
    private final NoIdentity none = new NoIdentity();
    private final List<X509Certificate> chain = new ArrayList<>();

    private TlsLayer(ProbePlan.TlsPlan plan, List<String> notes) throws GeneralSecurityException {
        this.plan = plan;
        this.notes = notes;
        this.context = SSLContext.getInstance("TLS");
        context.init(
                identity(),
                new TrustManager[] {
                    TrustManagerUtils.createCertificateCapturingTrustManager(
                            TrustManagerUtils.createUnsafeTrustManager(), chain)
                },
                null);
    }

    /** Reads what the handshake needs; this is done before the connection, as it is no part of the check's time. */
    static TlsLayer prepare(ProbePlan.TlsPlan plan, List<String> notes) throws ProbeFailure {
        try {
            return new TlsLayer(plan, notes);
        } catch (GeneralSecurityException e) {
            throw new ProbeFailure(
                    Cause.UNKNOWN, "TLS cannot be tried: " + Texts.printable(String.valueOf(e.getMessage())));
        }
    }

    /** The certificate that the server showed, if the handshake got that far. */
    Optional<ProbeResult.Certificate> certificate() {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = chain.get(0);
        return Optional.of(new ProbeResult.Certificate(
                Texts.printable(own.getSubjectX500Principal().getName()),
                Texts.printable(own.getIssuerX500Principal().getName()),
                own.getNotBefore().toInstant(),
                own.getNotAfter().toInstant(),
                names(own)));
    }

    void handshake(Connection connection, ProbePlan target) throws ProbeFailure {
        try {
            Socket plain = connection.socket();
            connection.limitReads();
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, target.host(), target.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            // Java would send the peer's own name where HAProxy sends none.
            parameters.setServerNames(plan.sni()
                    .<List<SNIServerName>>map(name -> List.of(new SNIHostName(name)))
                    .orElse(List.of()));
            plan.alpn().ifPresent(protocols -> parameters.setApplicationProtocols(protocols.split(",")));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            connection.secure(socket);
        } catch (SocketTimeoutException e) {
            throw new ProbeFailure(Cause.TLS_FAILURE, "the server did not answer the TLS handshake in time");
        } catch (SSLException e) {
            throw wantsCertificate()
                    .orElseGet(() -> new ProbeFailure(
                            Cause.TLS_FAILURE,
                            "the TLS handshake failed: " + Texts.printable(String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            throw new ProbeFailure(
                    Cause.TLS_FAILURE,
                    "the server broke the TLS handshake off: "
                            + Connection.failure(e).text());
        } catch (IllegalArgumentException e) {
            throw new ProbeFailure(
                    Cause.UNKNOWN, "TLS cannot be tried: " + Texts.printable(String.valueOf(e.getMessage())));
        }
        if (plan.verify()) {
            judge();
        }
    }

    /** Why the server may have broken off: it asked for a certificate, and got none. It may say so only after the handshake. */
    Optional<ProbeFailure> wantsCertificate() {
        return none.asked()
                ? Optional.of(new ProbeFailure(
                        Cause.CLIENT_CERTIFICATE_WANTED, "the server asks for a client certificate and gets none"))
                : Optional.empty();
    }

    /** The certificate that HAProxy shows to the server; without it when it cannot be read here. */
    private KeyManager[] identity() {
        if (plan.identity().isEmpty()) {
            return new KeyManager[] {none};
        }
        Path file = Path.of(plan.identity().get());
        try (InputStream certificate = Files.newInputStream(file);
                InputStream key = Files.newInputStream(file)) {
            return new KeyManager[] {PemUtils.loadIdentityMaterial(certificate, key)};
        } catch (IOException | RuntimeException e) {
            notes.add("the client certificate " + Texts.printable(file.toString())
                    + " is not shown: it cannot be read here (" + Texts.printable(String.valueOf(e.getMessage()))
                    + ")");
            return new KeyManager[] {none};
        }
    }

    private void judge() throws ProbeFailure {
        X509Certificate own = chain.get(0);
        try {
            own.checkValidity();
            authority().checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (CertificateExpiredException e) {
            throw new ProbeFailure(
                    Cause.CERTIFICATE_EXPIRED,
                    "the certificate expired at " + own.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new ProbeFailure(
                    Cause.CERTIFICATE_EXPIRED,
                    "the certificate is not valid before " + own.getNotBefore().toInstant());
        } catch (CertificateException e) {
            // Of the other certificates only those count that lead from the server's own to the authority.
            if (e.getCause() instanceof CertPathValidatorException path && path.getReason() == BasicReason.EXPIRED) {
                throw new ProbeFailure(
                        Cause.CERTIFICATE_EXPIRED,
                        "a certificate between the server's own and the authority has expired");
            }
            throw new ProbeFailure(
                    Cause.CERTIFICATE_UNTRUSTED,
                    "no authority in " + plan.caFile().orElse("the system's own list")
                            + " vouches for the certificate");
        } catch (IOException | RuntimeException e) {
            throw new ProbeFailure(
                    Cause.UNKNOWN,
                    "cannot read " + plan.caFile().orElse("the system's authorities") + " here: "
                            + Texts.printable(String.valueOf(e.getMessage())));
        }
        if (plan.name().isPresent() && !bears(chain.get(0), plan.name().get())) {
            throw new ProbeFailure(
                    Cause.CERTIFICATE_UNTRUSTED,
                    "the certificate is for " + String.join(", ", names(chain.get(0))) + ", not for "
                            + plan.name().get());
        }
    }

    private X509TrustManager authority() throws IOException {
        Optional<String> file = plan.caFile().filter(name -> !name.equals("@system-ca"));
        if (file.isEmpty()) {
            return TrustManagerUtils.createTrustManagerWithJdkTrustedCertificates();
        }
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(Path.of(file.get()))) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(file.get()), "*.{pem,crt,cer}")) {
                entries.forEach(files::add);
            }
        } else {
            files.add(Path.of(file.get()));
        }
        return PemUtils.loadTrustMaterial(files.toArray(Path[]::new));
    }

    /** As HAProxy compares: it looks at the subject's common name as well, where the JDK's own comparison does not. */
    private static boolean bears(X509Certificate certificate, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String anyHost = "*" + wanted.substring(Math.max(0, wanted.indexOf('.')));
        return names(certificate).stream()
                .map(candidate -> candidate.toLowerCase(Locale.ROOT))
                .anyMatch(candidate ->
                        candidate.equals(wanted) || (wanted.indexOf('.') > 0 && candidate.equals(anyHost)));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> entry : certificate.getSubjectAlternativeNames()) {
                    if (Integer.valueOf(DNS_NAME).equals(entry.get(0))) {
                        names.add(Texts.printable(String.valueOf(entry.get(1))));
                    }
                }
            }
        } catch (CertificateException e) {
            // A name that cannot be read is none that was wanted.
            names.clear();
        }
        String subject = certificate.getSubjectX500Principal().getName();
        for (String part : subject.split(",", -1)) {
            if (part.strip().startsWith("CN=")) {
                names.add(Texts.printable(part.strip().substring(3)));
            }
        }
        return names;
    }
}
