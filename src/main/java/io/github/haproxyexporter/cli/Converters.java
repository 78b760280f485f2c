package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.settings.GoDuration;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of flags. A value that cannot be read is an error that says what was expected; none is corrected. */
final class Converters {

    private static final Pattern LISTEN_ADDRESS = Pattern.compile("^(?:\\[([^\\]]*+)]|([^:]*+)):(\\d{1,5})");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|B|KiB|MiB|GiB)");

    private Converters() {}

    static void register(CommandLine commands) {
        commands.registerConverter(HaproxyAddress.class, explaining(HaproxyAddress::parse));
        commands.registerConverter(Duration.class, explaining(Converters::duration));
        commands.registerConverter(long.class, explaining(Converters::size));
        commands.registerConverter(int.class, explaining(Converters::count));
        commands.registerConverter(InetSocketAddress.class, explaining(Converters::listenAddress));
        commands.registerConverter(ServeOptions.TelemetryPath.class, explaining(Converters::telemetryPath));
    }

    private static <T> ITypeConverter<T> explaining(ITypeConverter<T> converter) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    static Duration duration(String text) {
        Duration duration = Duration.ofNanos(GoDuration.nanos(text).orElse(0));
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration: expected 1ms to 24h, such as 500ms, 5s or 1m30s");
        }
        return duration;
    }

    /** A number of bytes. */
    static long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: expected bytes or a number with KiB, MiB or GiB, such as 256MiB");
        }
        int shift = switch (size.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
    }

    /** A number of things, one at least. */
    static int count(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a count: expected 1 to 999999");
        }
        return Integer.parseInt(text);
    }

    static InetSocketAddress listenAddress(String text) {
        Matcher parts = LISTEN_ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65535) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an address to listen on: expected [host]:port, such as :9101 or 127.0.0.1:9101");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        int port = Integer.parseInt(parts.group(3));
        InetSocketAddress address = host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("'" + text + "' names an unknown host");
        }
        return address;
    }

    static ServeOptions.TelemetryPath telemetryPath(String text) {
        if (!text.matches("/[A-Za-z0-9._~!$&'()*+,;=:@/-]+")
                || text.toLowerCase(Locale.ROOT).startsWith("/-/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a path to serve metrics at: expected one such as /metrics, not / nor /-/…");
        }
        return new ServeOptions.TelemetryPath(text);
    }
}
