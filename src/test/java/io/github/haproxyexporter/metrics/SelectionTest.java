package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    @Test
    void of_nothing_isEverythingButModules() {
        Selection selection = of();

        assertThat(selection).isEqualTo(Selection.everything());
        assertThat(selection.scopes())
                .containsExactly("global", "frontend", "listener", "backend", "server", "sticktable", "resolver");
        assertThat(selection.extraCounters()).isFalse();
        assertThat(selection.noMaintenance()).isFalse();
        assertThat(selection.hasFamily("any")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "scope=server, true, false",
        "scope=server&scope=frontend, true, true",
        "scope=server&scope=&scope=frontend, false, true",
        "scope=, false, false",
        "scope=*, true, true",
        "scope=*&scope=, false, false",
        "scope=global, false, false",
    })
    void of_scopes_areReadInOrder(String query, boolean server, boolean frontend) {
        Selection selection = of(query.split("&", -1));

        assertThat(selection.hasScope("server")).isEqualTo(server);
        assertThat(selection.hasScope("frontend")).isEqualTo(frontend);
    }

    @Test
    void of_unknownScope_saysWhichThereAre() {
        assertThatThrownBy(() -> of("scope=servers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("global, frontend, listener, backend, server, sticktable, resolver");
    }

    @ParameterizedTest
    @CsvSource({
        "metrics=a, true, false",
        "'metrics=a,b', true, true",
        "metrics=a&metrics=b, true, true",
        "metrics=-a, false, true",
        "'metrics=-a,-b', false, false",
        "'metrics=a,-b', true, false",
        "'metrics=a,-a', false, false",
        "metrics=, true, true",
        "'metrics=,,', true, true",
        "metrics=c, false, false",
    })
    void of_metrics_areIncludedAndExcluded(String query, boolean a, boolean b) {
        Selection selection = of(query.split("&", -1));

        assertThat(selection.hasFamily("a")).isEqualTo(a);
        assertThat(selection.hasFamily("b")).isEqualTo(b);
    }

    @Test
    void of_flags_needNoValue() {
        assertThat(of("no-maint").noMaintenance()).isTrue();
        assertThat(of("extra-counters=1").extraCounters()).isTrue();
        assertThat(of("unknown=1", "desc-labels")).isEqualTo(Selection.everything());
    }

    @Test
    void label_list_isParsed() {
        assertThat(Label.parseAll("a=1,b=x=y")).containsExactly(new Label("a", "1"), new Label("b", "x=y"));
    }

    private static Selection of(String... pairs) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            parameters.add(Map.entry(parts[0], parts.length > 1 ? parts[1] : ""));
        }
        return Selection.of(parameters);
    }
}
