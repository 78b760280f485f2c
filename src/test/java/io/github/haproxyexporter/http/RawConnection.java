package io.github.haproxyexporter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client who keeps to no rules: it sends what it likes, and reads when it likes. */
public final class RawConnection implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    /** Made before anybody is connected, and then waits for it. */
    private static final SSLContext TLS = trusting();

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects to an address that begins with {@code http} or {@code https}, with a small window, so that little fits into the kernels' buffers. */
    public static RawConnection to(String url) {
        URI uri = URI.create(url);
        try {
            Socket plain = new Socket();
            plain.setReceiveBufferSize(4096);
            plain.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort()), 10_000);
            plain.setSoTimeout(60_000);
            return new RawConnection(uri.getScheme().equals("https") ? secured(plain, uri) : plain);
        } catch (IOException e) {
            throw new IllegalStateException("cannot connect to " + url, e);
        }
    }

    public static List<RawConnection> many(String url, int count) {
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(to(url));
        }
        return connections;
    }

    /** Sends it, byte by byte as it is; what the server no longer takes is no fault. */
    public RawConnection send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // Closed by the server, which the test will see.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** All that comes until the server closes the connection. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(all);
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException(
                    "still open after a minute; so far came: " + all.toString(StandardCharsets.ISO_8859_1), e);
        } catch (IOException e) {
            // Reset: as good as an end.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of each answer until the server closes the connection. */
    public List<Integer> statuses() {
        List<Integer> statuses = new ArrayList<>();
        Matcher status = STATUS.matcher(readToEnd());
        while (status.find()) {
            statuses.add(Integer.valueOf(status.group(1)));
        }
        return statuses;
    }

    /** Whether the server closes the connection within that time, saying nothing before. */
    public boolean isClosedWithin(Duration atMost) {
        try {
            socket.setSoTimeout((int) atMost.toMillis());
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            if (!socket.isClosed()) {
                // A reset: what was not read is thrown away on both sides.
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket secured(Socket plain, URI uri) throws IOException {
        return TLS.getSocketFactory().createSocket(plain, uri.getHost(), uri.getPort(), true);
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
