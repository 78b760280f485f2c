package io.github.haproxyexporter.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1s,1000000000",
        "1m30s,90000000000",
        "1.5s,1500000000",
        "100ms,100000000",
        "3us,3000",
        "24h,86400000000000"
    })
    void nanos_duration_isCounted(String text, long nanos) {
        assertThat(GoDuration.nanos(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1 s", "1s ", "1d", "1s2", "25h", "1e3s", "x1s"})
    void nanos_anythingElse_isNone(String text) {
        assertThat(GoDuration.nanos(text)).isEmpty();
    }
}
