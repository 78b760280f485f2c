package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStatusTest {

    @ParameterizedTest
    @CsvSource({
        "UP, UP, true",
        "UP 1/3, UP, true",
        "UP 4/5, UP, true",
        "UP (UNPUB), UP, true",
        "DOWN (UNPUB), DOWN, false",
        "DOWN, DOWN, false",
        "DOWN 1/3, DOWN, false",
        "DOWN (agent), DOWN, false",
        "NOLB, NOLB, false",
        "NOLB 1/2, NOLB, false",
        "MAINT, MAINT, false",
        "MAINT (via shop/web1), MAINT, false",
        "MAINT (resolution), MAINT, false",
        "DRAIN, DRAIN, true",
        "DRAIN 1/3, DRAIN, true",
        "DRAIN (agent), DRAIN, true",
        "no check, UP, true",
        "OPEN, UP, true",
        "no idea, DOWN, false",
        "STOP, DOWN, false",
        "PAUSED, DOWN, false",
        "UPSIDE, DOWN, false",
        "'', DOWN, false",
        "up, DOWN, false",
    })
    void parse_form_isAState(String raw, ServerState state, boolean up) {
        ServerStatus status = ServerStatus.parse(raw);

        assertThat(status.raw()).isEqualTo(raw);
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.isUp()).isEqualTo(up);
    }

    @ParameterizedTest
    @EnumSource(CheckStatus.class)
    void checkStatus_name_isReadWithAndWithoutStar(CheckStatus status) {
        assertThat(CheckStatus.parse(status.name())).contains(status);
        assertThat(CheckStatus.parse("* " + status.name())).contains(status);
        assertThat(status.description()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"INI", "UNK", "''", "'* '", "'* INI'", "l4con", "'*L4CON'", "CHECKED"})
    void checkStatus_other_isNone(String raw) {
        assertThat(CheckStatus.parse(raw)).isEmpty();
    }

    @Test
    void withoutStar_text_losesOnlyTheStar() {
        assertThat(CheckStatus.withoutStar("* L4CON")).isEqualTo("L4CON");
        assertThat(CheckStatus.withoutStar("L4CON")).isEqualTo("L4CON");
        assertThat(CheckStatus.withoutStar("*")).isEqualTo("*");
    }

    @Test
    void objectKind_type_isItsNumber() {
        for (ObjectKind kind : ObjectKind.values()) {
            assertThat(ObjectKind.of(kind.type())).isEqualTo(kind);
            assertThat(kind.selector()).isEqualTo(1 << kind.type());
        }
        assertThat(ObjectKind.LISTENER.label()).isEqualTo("listener");
    }
}
