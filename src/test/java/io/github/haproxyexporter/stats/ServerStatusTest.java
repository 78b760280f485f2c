package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStatusTest {

    @ParameterizedTest
    @CsvSource({
        "UP, UP",
        "UP 1/3, UP",
        "UP 4/5, UP",
        "UP (UNPUB), UP",
        "DOWN (UNPUB), DOWN",
        "DOWN, DOWN",
        "DOWN 1/3, DOWN",
        "DOWN (agent), DOWN",
        "NOLB, NOLB",
        "NOLB 1/2, NOLB",
        "MAINT, MAINT",
        "MAINT (via shop/web1), MAINT",
        "MAINT (resolution), MAINT",
        "DRAIN, DRAIN",
        "DRAIN 1/3, DRAIN",
        "DRAIN (agent), DRAIN",
        "no check, UP",
        "OPEN, UP",
        "no idea, DOWN",
        "STOP, DOWN",
        "PAUSED, DOWN",
        "UPSIDE, DOWN",
        "'', DOWN",
        "up, DOWN",
    })
    void stateOf_form_isAState(String raw, ServerState state) {
        assertThat(ServerStatus.stateOf(raw)).isEqualTo(state);
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
