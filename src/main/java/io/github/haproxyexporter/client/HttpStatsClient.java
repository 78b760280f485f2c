package io.github.haproxyexporter.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.util.TrustManagerUtils;

/** The statistics page over HTTP or HTTPS, in CSV form. */
final class HttpStatsClient implements HaproxyClient {

    private final HaproxyAddress.Http address;
    private final Options options;
    private final HttpClient http;
    private final HostLookup lookup;

    HttpStatsClient(HaproxyAddress.Http address, Options options) {
        this(address, options, new HostLookup(address.uri().getHost()));
    }

    HttpStatsClient(HaproxyAddress.Http address, Options options, HostLookup lookup) {
        this.address = address;
        this.options = options;
        this.lookup = lookup;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // The statistics page never redirects, and the password is for no other place.
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Runnable::run);
        if (!options.verifyTls()) {
            builder.sslContext(trustingAnyone());
        }
        this.http = builder.build();
    }

    @Override
    public HaproxyAddress address() {
        return address;
    }

    @Override
    public <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        String tried = "asking " + address;
        long start = System.nanoTime();
        try {
            // Else the client would look the name up without a time-out, and call an unknown host refused. Java
            // remembers the answer.
            lookup.addresses(deadline, tried);
            HttpResponse<InputStream> response =
                    http.send(request(deadline.remainingMillis(tried)), HttpResponse.BodyHandlers.ofInputStream());
            long connected = System.nanoTime() - start;
            try (InputStream body = response.body()) {
                checkStatus(tried, response.statusCode());
                // The body's stream has no read time-out of its own: closing it from outside is what ends a read that
                // hangs.
                CompletableFuture<Void> watchdog = CompletableFuture.runAsync(
                        () -> closeQuietly(body),
                        CompletableFuture.delayedExecutor(deadline.remainingMillis(tried), TimeUnit.MILLISECONDS));
                try {
                    return reader.read(new AnswerStream(
                            body, address.toString(), deadline, millis -> {}, options.maxResponseBytes(), connected));
                } finally {
                    watchdog.cancel(false);
                }
            }
        } catch (HaproxyException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HaproxyException(ErrorKind.TIMEOUT, tried + ": interrupted", e);
        } catch (IOException e) {
            throw explain(tried, deadline, e);
        }
    }

    private HttpRequest request(int timeoutMillis) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .timeout(Duration.ofMillis(timeoutMillis))
                .header("Accept", "text/plain, text/csv, */*;q=0.1");
        if (address.authorization() != null) {
            request.header("Authorization", address.authorization());
        }
        return request.build();
    }

    private static void checkStatus(String tried, int status) throws HaproxyException {
        switch (status) {
            case 200 -> {}
            case 401, 403 ->
                throw new HaproxyException(
                        ErrorKind.PERMISSION_DENIED,
                        tried + ": HTTP " + status + "; put the user and password of 'stats auth' into the address");
            case 404 ->
                throw new HaproxyException(
                        ErrorKind.NOT_FOUND,
                        tried + ": HTTP 404; does the path match 'stats uri', and does it end with ;csv?");
            default ->
                throw new HaproxyException(ErrorKind.PROTOCOL, tried + ": HTTP " + status + " where 200 was expected");
        }
    }

    private static HaproxyException explain(String tried, Deadline deadline, IOException e) {
        if (e instanceof HttpTimeoutException || deadline.passed()) {
            return deadline.timeout(tried);
        }
        if (e instanceof ConnectException) {
            return new HaproxyException(
                    ErrorKind.REFUSED,
                    tried + ": could not connect; is HAProxy running, and is the host and port right?",
                    e);
        }
        if (e instanceof SSLException) {
            return new HaproxyException(
                    ErrorKind.PROTOCOL,
                    tried + ": TLS failed (" + e.getMessage()
                            + "); give a trusted certificate, or --no-haproxy.ssl-verify",
                    e);
        }
        return new HaproxyException(
                ErrorKind.PROTOCOL, tried + ": the HTTP exchange broke (" + e.getMessage() + ")", e);
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException ignored) {
            // The reader gets its own error from the closed stream.
        }
    }

    /** What --no-haproxy.ssl-verify asks for. Names of hosts are not compared either. */
    private static SSLContext trustingAnyone() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {TrustManagerUtils.createUnsafeTrustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
