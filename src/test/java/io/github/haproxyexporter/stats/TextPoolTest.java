package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPoolTest {

    private final TextPool pool = new TextPool(MemoryBudget.unlimited().openCache());

    @Test
    void text_sameBytes_isTheSameString() {
        assertThat(text("web1")).isEqualTo("web1").isSameAs(text("web1")).isNotEqualTo(text("web2"));
    }

    @Test
    void text_sameHash_isNotMistaken() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(text("Aa")).isEqualTo("Aa");
        assertThat(text("BB")).isEqualTo("BB");
        assertThat(text("Aa")).isSameAs(text("Aa"));
        assertThat("i5z07t".hashCode()).isEqualTo("oqcrot5".hashCode());
        assertThat(text("i5z07t")).isEqualTo("i5z07t");
        assertThat(text("oqcrot5")).isEqualTo("oqcrot5");
    }

    @Test
    void text_manyNames_areAllKept() {
        Map<String, String> first = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            first.put("server" + i, text("server" + i));
        }

        first.forEach((name, pooled) -> {
            assertThat(pooled).isEqualTo(name);
            assertThat(text(name)).isSameAs(pooled);
        });
    }

    @Test
    void text_moreThanFit_startsAgainAndStaysRight() {
        for (int i = 0; i < (3 << 18) + 10; i++) {
            text(Integer.toString(i, 36));
        }

        assertThat(text("abc")).isEqualTo("abc").isSameAs(text("abc"));
    }

    @Test
    void text_long_isNotPooled() {
        assertThat(text("x".repeat(256))).isSameAs(text("x".repeat(256)));
        assertThat(text("x".repeat(257))).isEqualTo("x".repeat(257)).isNotSameAs(text("x".repeat(257)));
    }

    @ParameterizedTest
    @CsvSource({
        "6f6b, ok",
        "c3a4c3b6, äö",
        "f09f9982, 🙂",
        "ff, \uFFFD",
        "61ff62, a\uFFFDb",
        "c3, \uFFFD",
        "610a62, a b",
        "610062, a b",
        "611b5b316d, a [1m",
        "61097f62, a  b",
        "61c28562, a b",
        "61e2808e62, a b",
        "61e280ae62, a b",
        "61efbbbf62, a b",
        "7e20, '~ '",
    })
    void text_bytes_areCleaned(String hex, String expected) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }

        assertThat(pool.text(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @Test
    void text_partOfABuffer_isOnlyThat() {
        byte[] bytes = "a,web1,b".getBytes(StandardCharsets.US_ASCII);

        assertThat(pool.text(bytes, 2, 6)).isEqualTo("web1").isSameAs(pool.text(bytes, 2, 6));
        assertThat(pool.text(bytes, 2, 5)).isEqualTo("web");
        byte[] far = ("x".repeat(300) + "web1").getBytes(StandardCharsets.US_ASCII);
        assertThat(pool.text(far, 300, 304)).isSameAs(pool.text(bytes, 2, 6));
        assertThat(pool.text(far, 10, 267)).isEqualTo("x".repeat(257));
    }

    private String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return pool.text(bytes, 0, bytes.length);
    }
}
