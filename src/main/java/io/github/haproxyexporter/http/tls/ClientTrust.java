package io.github.haproxyexporter.http.tls;

import io.github.haproxyexporter.http.config.TlsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/** Judges clients' certificates: by who signed them when an authority is given, and by their names when those are. */
final class ClientTrust implements X509TrustManager {

    /** Kinds of subject alternative names (RFC 5280, 4.2.1.6) that are compared: e-mail, DNS, URI and IP address. */
    private static final Set<Integer> KINDS = Set.of(1, 2, 6, 7);

    private static final int IP_ADDRESS = 7;

    private final Optional<X509TrustManager> authority;
    private final Set<String> allowedNames;

    /** With an authority when certificates are to be verified; without one any will do. */
    ClientTrust(TlsSettings settings, Optional<X509TrustManager> authority) {
        this.authority = authority;
        this.allowedNames = Set.copyOf(settings.clientAllowedSans().stream()
                .map(ClientTrust::canonical)
                .toList());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (authority.isPresent()) {
            authority.get().checkClientTrusted(chain, authType);
        }
        names(chain[0]);
    }

    private void names(X509Certificate certificate) throws CertificateException {
        if (allowedNames.isEmpty()) {
            return;
        }
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        boolean allowed = names != null
                && names.stream()
                        .filter(name -> KINDS.contains(name.get(0)))
                        .anyMatch(name -> allowedNames.contains(
                                name.get(0).equals(IP_ADDRESS) ? canonical((String) name.get(1)) : name.get(1)));
        if (!allowed) {
            throw new CertificateException("no name of the client's certificate is among client_allowed_sans");
        }
    }

    /** One spelling for each IPv6 address, as Java gives them in full; other texts as they are. */
    private static String canonical(String name) {
        if (name.indexOf(':') == name.lastIndexOf(':') || !name.matches("[0-9A-Fa-f:.]+")) {
            return name;
        }
        try {
            // Digits and colons are never looked up.
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.map(X509TrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is for a server, which trusts no other one");
    }
}
