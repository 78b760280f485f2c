package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRowsTest {

    private static final List<String> NAMES = List.of("backend", "server");

    @Test
    void equals_otherTextsOfTheSameCharacters_isTrue() {
        LabelRows one = rows("shop", "web1");
        LabelRows other = rows(new String(new char[] {'s', 'h', 'o', 'p'}), "web1");

        assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
    }

    @Test
    void equals_anythingThatDiffers_isFalse() {
        LabelRows one = rows("shop", "web1");

        assertThat(one)
                .isNotEqualTo(rows("shop", "web2"))
                .isNotEqualTo(rows("api", "web1"))
                .isNotEqualTo(LabelRows.of(List.of("proxy", "server"), new String[] {"shop"}, new String[] {"web1"}))
                .isNotEqualTo(LabelRows.of(NAMES, new String[] {"shop", "shop"}, new String[] {"web1", "web1"}))
                .isNotEqualTo(LabelRows.none())
                .isNotEqualTo("shop");
    }

    @Test
    void equals_namesMovedBetweenLabels_isFalse() {
        // Their texts in a row are the same.
        assertThat(LabelRows.of(NAMES, new String[] {"a", "b"}, new String[] {"c", "d"}))
                .isNotEqualTo(LabelRows.of(NAMES, new String[] {"a", "c"}, new String[] {"b", "d"}));
    }

    private static LabelRows rows(String backend, String server) {
        return LabelRows.of(NAMES, new String[] {backend}, new String[] {server});
    }
}
