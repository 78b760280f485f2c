package io.github.haproxyexporter.http.access;

import io.github.haproxyexporter.http.config.TlsSettings;
import io.github.haproxyexporter.http.config.WebConfig;
import io.github.haproxyexporter.http.config.WebConfigReader;
import io.github.haproxyexporter.http.tls.TlsServer;
import io.github.haproxyexporter.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that one reading of the web configuration gave. */
record AccessState(
        WebConfig config, Optional<TlsServer> tls, Optional<PasswordCheck> passwords, Optional<RateLimiter> rate) {

    /**
     * Reads it all.
     *
     * @param stamps gets the stamp of every file before it is read, so that no change is missed
     * @throws SettingsException when any of it cannot be used
     */
    static AccessState read(Path file, List<FileStamp> stamps) throws SettingsException {
        stamps.add(FileStamp.of(file));
        WebConfig config = WebConfigReader.read(file);
        Optional<TlsServer> tls = Optional.empty();
        if (config.tls().isPresent()) {
            TlsSettings settings = config.tls().get();
            Stream.concat(Stream.of(settings.cert(), settings.key()), settings.clientCa().stream())
                    .flatMap(pem -> pem.file().stream())
                    .forEach(pem -> stamps.add(FileStamp.of(pem)));
            try {
                tls = Optional.of(TlsServer.of(settings));
            } catch (SettingsException e) {
                throw new SettingsException(file + ": " + e.getMessage(), e);
            }
        }
        return new AccessState(
                config,
                tls,
                config.users().isEmpty() ? Optional.empty() : Optional.of(new PasswordCheck(config.users())),
                config.rateLimit().map(limit -> new RateLimiter(limit, System::nanoTime)));
    }

    /** This one with what the other has learned, where the settings behind that are the same. */
    AccessState continuing(AccessState before) {
        return new AccessState(
                config,
                tls,
                config.users().equals(before.config.users()) ? before.passwords : passwords,
                config.rateLimit().equals(before.config.rateLimit()) ? before.rate : rate);
    }
}
