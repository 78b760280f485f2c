package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.text.Elapsed;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertersTest {

    @ParameterizedTest
    @CsvSource({"5s, 5000", "500ms, 500", "1m30s, 90000", "1.5s, 1500", "24h, 86400000", "1h0m1ms, 3600001"})
    void duration_likeGo_isRead(String text, long millis) {
        assertThat(Converters.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7B, 7", "1KiB, 1024", "256MiB, 268435456", "2GiB, 2147483648"})
    void size_withUnit_isRead(String text, long bytes) {
        assertThat(Converters.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({":9101, 9101, true", "127.0.0.1:0, 0, false", "[::1]:80, 80, false", "localhost:65535, 65535, false"})
    void listenAddress_hostAndPort_isRead(String text, int port, boolean anywhere) {
        InetSocketAddress address = Converters.listenAddress(text);

        assertThat(address.getPort()).isEqualTo(port);
        assertThat(address.getAddress().isAnyLocalAddress()).isEqualTo(anywhere);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, ''",
        "0, 0s",
        "59, 59s",
        "60, 1m00s",
        "192, 3m12s",
        "3599, 59m59s",
        "3600, 1h00m",
        "18120, 5h02m",
        "86399, 23h59m",
        "86400, 1d00h",
        "1047600, 12d03h"
    })
    void brief_seconds_areTheTwoLargestUnits(long seconds, String text) {
        assertThat(Elapsed.brief(seconds)).isEqualTo(text);
    }
}
