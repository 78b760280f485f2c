package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Origin HERE = new Origin("t.cfg", 3);

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "'' => false",
                "0 => false",
                "1 => true",
                "!0 => true",
                "!!7 => true",
                "1 && 0 || 1 => true",
                "0 || 1 && 0 => false",
                "( 0 || 1 ) && 1 => true",
                "defined(HOME_SET) => true",
                "defined(NOT_SET) => false",
                "!defined(NOT_SET) => true",
                "streq(a,a) => true",
                "streq('a,b','a,b') => true",
                "strneq(a,b) => true",
                "streq(a\\,b,\"a,b\") => true",
                "version_atleast(2.6) => true",
                "version_atleast(2.6.13) => false",
                "version_atleast(2.6-dev3) => true",
                "version_before(2.7-dev1) => true",
                "version_before(2.6.12) => false",
            })
    void evaluate_knownThings_needsNoAssumption(String text, boolean expected) throws ConfigException {
        Condition.Result result = evaluate(text);
        assertThat(result.value()).isEqualTo(expected);
        assertThat(result.assumptions()).isEmpty();
    }

    @Test
    void evaluate_featureOfTheBuild_isAssumedAndSaid() throws ConfigException {
        Condition.Result result = evaluate("feature(OPENSSL) && enabled(EPOLL)");
        assertThat(result.value()).isTrue();
        assertThat(result.assumptions()).containsExactly("feature(OPENSSL) is true", "enabled(EPOLL) is true");
    }

    @Test
    void evaluate_asDeepAsHaproxyGoes_isRead() throws ConfigException {
        assertThat(evaluate("(".repeat(250) + "1" + ")".repeat(250)).value()).isTrue();
        assertThat(evaluate("!".repeat(50_000) + "1").value()).isTrue();
    }

    @Test
    void evaluate_deeperThanTheStack_saysSo() {
        assertThatThrownBy(() -> evaluate("(".repeat(50_000) + "1" + ")".repeat(50_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at most 1024 parentheses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "defined(A", "1 &&", "(1", "1 1", "defined(A) defined(B)"})
    void evaluate_unreadable_saysWhere(String text) {
        assertThatThrownBy(() -> evaluate(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("t.cfg:3: the condition '" + text + "' cannot be read at column ")
                .hasMessageContaining("expected");
    }

    private static Condition.Result evaluate(String text) throws ConfigException {
        return Condition.evaluate(text, new Environment(Map.of("HOME_SET", "")), Optional.of("2.6.12-1+deb12u4"), HERE);
    }
}
