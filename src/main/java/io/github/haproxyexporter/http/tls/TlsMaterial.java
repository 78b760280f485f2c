package io.github.haproxyexporter.http.tls;

import io.github.haproxyexporter.http.config.Pem;
import io.github.haproxyexporter.http.config.TlsSettings;
import io.github.haproxyexporter.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.KeyManagerUtils;

/** Certificates and keys, read from their files and found to fit. */
final class TlsMaterial {

    private static final byte[] NONCE = "does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);

    private TlsMaterial() {}

    /** The server's certificate with its chain and its key. */
    static X509ExtendedKeyManager identity(TlsSettings settings) throws SettingsException {
        List<X509Certificate> chain = certificates(settings.cert());
        PrivateKey key = privateKey(settings.key());
        if (!belongs(key, chain.get(0))) {
            throw new SettingsException(settings.key() + ": the key does not fit the certificate in " + settings.cert()
                    + ": expected the one that it was made for");
        }
        return KeyManagerUtils.createKeyManager(key, chain.toArray(X509Certificate[]::new));
    }

    /** Trust in clients whose certificates one of these has signed. */
    static X509TrustManager authority(Pem clientCa) throws SettingsException {
        certificates(clientCa);
        return PemUtils.parseTrustMaterial(clientCa.read());
    }

    private static List<X509Certificate> certificates(Pem pem) throws SettingsException {
        String text = pem.read();
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new SettingsException(pem + " has no certificate: expected PEM, -----BEGIN CERTIFICATE-----");
        }
        try {
            List<X509Certificate> certificates = PemUtils.parseCertificate(text);
            // The first one is the server's.
            certificates.get(0);
            return certificates;
        } catch (GenericException | IndexOutOfBoundsException e) {
            throw new SettingsException(pem + " has a certificate that cannot be read: is it whole?", e);
        }
    }

    private static PrivateKey privateKey(Pem pem) throws SettingsException {
        String text = pem.read();
        if (text.contains("ENCRYPTED")) {
            throw new SettingsException(
                    pem + " has a key with a passphrase: expected one without, as `openssl pkey` writes it");
        }
        if (!text.contains("PRIVATE KEY-----")) {
            throw new SettingsException(pem + " has no private key: expected PEM, -----BEGIN PRIVATE KEY-----");
        }
        try {
            // What it throws, besides its own exceptions, depends on where the key is broken.
            return Optional.ofNullable(PemUtils.parsePrivateKey(text))
                    .orElseThrow(() -> new SettingsException(pem + " has a private key that cannot be read"));
        } catch (RuntimeException e) {
            throw new SettingsException(pem + " has a private key that cannot be read: is it whole?", e);
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(NONCE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(NONCE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A key of another kind than the certificate's.
            return false;
        }
    }
}
