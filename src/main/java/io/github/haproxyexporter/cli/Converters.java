package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
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

    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|B|KiB|MiB|GiB)");

    private Converters() {}

    static void register(CommandLine commands) {
        commands.registerConverter(HaproxyAddress.class, explaining(HaproxyAddress::parse));
        commands.registerConverter(Duration.class, explaining(Converters::duration));
        commands.registerConverter(ByteSize.class, explaining(Converters::size));
        commands.registerConverter(Count.class, explaining(Converters::count));
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

    /** Durations as Go writes them, and so Prometheus and its exporters: 5s, 500ms, 1m30s. */
    static Duration duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        double millis = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            millis += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        default -> 3_600_000;
                    };
            end = part.end();
        }
        if (end == 0 || end != text.length() || millis < 1 || millis > 86_400_000) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration: expected 1ms to 24h, such as 500ms, 5s or 1m30s");
        }
        return Duration.ofMillis(Math.round(millis));
    }

    static ByteSize size(String text) {
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
        return new ByteSize(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift));
    }

    static Count count(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a count: expected 1 to 999999");
        }
        return new Count(Integer.parseInt(text));
    }

    static InetSocketAddress listenAddress(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (colon < 0 || (host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]")))) {
            throw badAddress(text);
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw badAddress(text);
        }
        if (port < 0 || port > 65535) {
            throw badAddress(text);
        }
        InetSocketAddress address = name.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(name, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("'" + text + "' names an unknown host");
        }
        return address;
    }

    private static IllegalArgumentException badAddress(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not an address to listen on: expected [host]:port, such as :9101 or 127.0.0.1:9101");
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
