package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | 1",
                "GZip;Q=0.5 | 0.5",
                "deflate , gzip ; q=0.25 | 0.25",
                "gzip;q=0 | 0",
                "gzip;q=0.000 | 0",
                "gzip;q=1.000 | 1",
                "gzip;level=9;q=0.125 | 0.125",
                "gzip;q=0.1,gzip;q=0.7 | 0.7",
                "gzip;a=\"b,c;q=0\";q=0.5 | 0.5",
                "gzip;a=\"\\\"\";q=0.5 | 0.5",
                "gzip;q=1.001 | 0",
                "gzip;q=2 | 0",
                "gzip;q=-1 | 0",
                "gzip;q=0.1234 | 0",
                "gzip;q=1e0 | 0",
                "gzip;q= | 0",
                "gzip;q | 1",
                "xgzip | 0",
                "; | 0",
                ";;,,;q=,\" | 0",
                "'' | 0",
            })
    void weight_ofGzip(String field, double weight) {
        assertThat(Preferences.of(List.of(field)).weight("gzip")).isEqualTo(weight);
    }

    @Test
    void weight_ofSeveralFieldsAndNames_isThatOfTheFirstNameGiven() {
        Preferences preferences = Preferences.of(List.of("text/*;q=0.5", "*/*;q=0.1, text/plain;q=0"));

        assertThat(preferences.weight("text/plain", "text/*", "*/*")).isZero();
        assertThat(preferences.weight("text/html", "text/*", "*/*")).isEqualTo(0.5);
        assertThat(preferences.weight("image/png", "image/*", "*/*")).isEqualTo(0.1);
        assertThat(Preferences.of(List.of()).weight("text/plain", "*/*")).isZero();
    }

    @Test
    void of_anyBytes_isNoException() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j += 2) {
                bytes[j] = (byte) ";,=\"\\q0. ".charAt(random.nextInt(9));
            }
            String field = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThatCode(() -> assertThat(Preferences.of(List.of(field)).weight("q", ""))
                            .isBetween(0.0, 1.0))
                    .as(field)
                    .doesNotThrowAnyException();
        }
    }
}
