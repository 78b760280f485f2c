package io.github.haproxyexporter.http.access;

import io.github.haproxyexporter.http.config.TlsSettings;
import io.github.haproxyexporter.http.tls.LiveContext;
import io.github.haproxyexporter.http.tls.TlsServer;
import io.github.haproxyexporter.settings.SettingsException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The web configuration in force. Its files are looked at when something asks, once a second at most; when one has changed, all
 * are read again, and what they say is taken over if it is good.
 */
public final class LiveAccess {

    private static final Logger LOG = LogManager.getLogger(LiveAccess.class);
    private static final long LOOK_NANOS = 1_000_000_000;

    private final Path file;
    private final LongSupplier clock;
    private final ReloadListener listener;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile AccessState state;
    private volatile List<FileStamp> stamps;
    private volatile long lastLook;

    private LiveAccess(
            Path file, AccessState state, List<FileStamp> stamps, LongSupplier clock, ReloadListener listener) {
        this.file = file;
        this.state = state;
        this.stamps = stamps;
        this.clock = clock;
        this.listener = listener;
        this.lastLook = clock.getAsLong();
    }

    /**
     * Reads the configuration for the first time.
     *
     * @param clock nanoseconds, as {@link System#nanoTime()}
     * @param listener hears of this reading and of every later one
     * @throws SettingsException when it cannot be used
     */
    public static LiveAccess load(Path file, LongSupplier clock, ReloadListener listener) throws SettingsException {
        List<FileStamp> stamps = new ArrayList<>();
        AccessState state = AccessState.read(file, stamps);
        state.config().tls().flatMap(TlsServer::caveat).ifPresent(caveat -> LOG.warn("{}: {}", file, caveat));
        listener.reloaded(true);
        return new LiveAccess(file, state, List.copyOf(stamps), clock, listener);
    }

    /** Whether connections are made by TLS. */
    public boolean isTls() {
        return state.tls().isPresent();
    }

    /**
     * TLS for connections, with the certificates of the moment each is made.
     *
     * @throws IllegalStateException when plain HTTP is configured
     */
    public SSLContext tlsContext() {
        return LiveContext.of(() -> current()
                .tls()
                .orElseThrow(() -> new IllegalStateException("the web configuration has no tls_server_config")));
    }

    /** Headers for every answer. */
    public Map<String, String> headers() {
        return current().config().headers();
    }

    /**
     * Judges a request.
     *
     * @param authorization the header of that name, null when there is none
     */
    public Admission admit(@Nullable String authorization, InetAddress client) {
        AccessState now = current();
        if (now.rate().isPresent() && !now.rate().get().pass()) {
            return Admission.TOO_MANY;
        }
        if (now.passwords().isEmpty()) {
            return Admission.ADMITTED;
        }
        return Credentials.of(authorization)
                .map(credentials -> now.passwords().get().check(credentials, client))
                .orElse(Admission.UNAUTHORIZED);
    }

    private AccessState current() {
        if (clock.getAsLong() - lastLook >= LOOK_NANOS && looking.tryLock()) {
            try {
                lastLook = clock.getAsLong();
                List<FileStamp> now =
                        stamps.stream().map(stamp -> FileStamp.of(stamp.file())).toList();
                if (!now.equals(stamps)) {
                    reload(now);
                }
            } finally {
                looking.unlock();
            }
        }
        return state;
    }

    private void reload(List<FileStamp> now) {
        List<FileStamp> read = new ArrayList<>();
        try {
            AccessState next = AccessState.read(file, read);
            unchangeable(state, next);
            state = next.continuing(state);
            stamps = List.copyOf(read);
            LOG.info("{} or a file that it names has changed and was read again", file);
            listener.reloaded(true);
        } catch (SettingsException e) {
            // Those that were not come to are watched as before. Nothing is tried again until one of all changes.
            now.stream()
                    .filter(stamp -> read.stream().noneMatch(one -> one.file().equals(stamp.file())))
                    .forEach(read::add);
            stamps = List.copyOf(read);
            LOG.error("the changed web configuration is not used, the one before stays: {}", e.getMessage());
            listener.reloaded(false);
        }
    }

    private void unchangeable(AccessState before, AccessState next) throws SettingsException {
        if (before.tls().isPresent() != next.tls().isPresent()) {
            throw new SettingsException(
                    file + ": TLS is " + (next.tls().isPresent() ? "new" : "gone") + ", which needs a restart");
        }
        Optional<List<String>> curves = before.config().tls().map(TlsSettings::curves);
        if (!curves.equals(next.config().tls().map(TlsSettings::curves))) {
            throw new SettingsException(file + ": curve_preferences has changed, which needs a restart");
        }
    }
}
