package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenMetricsParserTest {
    @Test
    void openMetrics_allTypes_areAccepted() {
        Map<String, Family> families = openMetrics("""
                # TYPE up gauge
                # HELP up Whether it is \\"up\\".
                up 1
                # TYPE check_seconds gauge
                # UNIT check_seconds seconds
                # HELP check_seconds How long.
                check_seconds{server="a"} 0.5 1700000000.123
                # TYPE requests counter
                requests_total{server="a"} 5
                requests_created{server="a"} 1700000000.5
                requests_total{server="b"} 0
                # TYPE build info
                build_info{version="1"} 1
                # TYPE state stateset
                state{state="UP"} 1
                state{state="DOWN"} 0
                # TYPE h histogram
                h_bucket{le="0.1"} 0
                h_bucket{le="+Inf"} 2
                h_count 2
                h_sum 1.5
                # TYPE s summary
                s{quantile="0.99"} 1.0
                s_count 1
                s_sum 1.0
                s_created 1.0
                # TYPE what unknown
                what -Inf
                # EOF
                """);

        assertThat(families.keySet())
                .containsExactly("up", "check_seconds", "requests", "build", "state", "h", "s", "what");
        assertThat(families.get("up").help()).contains("Whether it is \"up\".");
        assertThat(families.get("check_seconds").unit()).contains("seconds");
        assertThat(families.get("requests").samples().get(0).name()).isEqualTo("requests_total");
    }

    @Test
    void openMetrics_nothingButEnd_hasNoFamilies() {
        assertThat(openMetrics("# EOF\n")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void openMetrics_fault_isRefused(String exposition, String fault) {
        String unescaped = exposition.replace("\\n", "\n");

        assertThatThrownBy(() -> openMetrics(unescaped))
                .isInstanceOf(MalformedExposition.class)
                .hasMessageContaining(fault);
    }

    /** An exposition and a part of the message, divided by the first arrow of a line. */
    static Stream<Arguments> faults() {
        return """
                # TYPE a gauge\\na 1\\n => ends with a line "# EOF"
                # TYPE a gauge\\na 1\\n# EOF => ends with a line "# EOF"
                # TYPE a gauge\\na 1\\n# EOF\\n\\n => ends with a line "# EOF"
                # TYPE a gauge\\na 1\\n# EOF\\n# TYPE b gauge\\nb 1\\n => ends with a line "# EOF"
                # TYPE a gauge\\na 1# EOF\\n => ends with a line "# EOF"
                # TYPE a gauge\\na 1\\n# EOF\\n# EOF\\n => neither a sample nor a comment
                # TYPE a gauge\\na 1\\n# EOF\\n# TYPE b gauge\\nb 1\\n# EOF\\n => neither a sample nor a comment
                # TYPE a gauge\\na 1\\n\\n# EOF\\n => blank line
                # TYPE a counter\\na 1\\n# EOF\\n => has no sample named a
                # TYPE a_total counter\\na_total 1\\n# EOF\\n => has no sample named a_total
                # TYPE a counter\\na_total -1\\n# EOF\\n => negative or NaN
                # TYPE a counter\\na_total NaN\\n# EOF\\n => negative or NaN
                # TYPE a counter\\na_created 1\\n# EOF\\n => has no _total beside it
                # TYPE a gauge\\na_total 1\\n# EOF\\n => which has no TYPE
                # TYPE a gauge\\na_created 1\\n# EOF\\n => which has no TYPE
                # TYPE a info\\na 1\\n# EOF\\n => has no sample named a
                # TYPE a info\\na_info 2\\n# EOF\\n => info that is not 1
                # TYPE a stateset\\na 1\\n# EOF\\n => without the label a
                # TYPE a stateset\\na{a="x"} 2\\n# EOF\\n => neither 0 nor 1
                # TYPE a untyped\\na 1\\n# EOF\\n => is none of
                # HELP a x\\n# TYPE a gauge\\na 1\\n# EOF\\n => not in the order
                # TYPE a gauge\\n# HELP a x\\n# UNIT a a\\na 1\\n# EOF\\n => not in the order
                # TYPE a gauge\\n# UNIT a seconds\\na 1\\n# EOF\\n => does not end with its unit
                # TYPE seconds gauge\\n# UNIT seconds seconds\\nseconds 1\\n# EOF\\n => does not end with its unit
                # TYPE a_x info\\n# UNIT a_x x\\na_x_info 1\\n# EOF\\n => has no unit
                # TYPE a gauge\\n# TYPE a gauge\\na 1\\n# EOF\\n => second TYPE
                # TYPE a gauge\\n# HELP a an "open" quote\\na 1\\n# EOF\\n => quote that is not escaped
                # TYPE a gauge\\na{x="1",} 1\\n# EOF\\n => comma after the last label
                # TYPE a gauge\\na 1 NaN\\n# EOF\\n => is not finite
                # TYPE a gauge\\na 1 # {} 1\\n# EOF\\n => more than a value and a timestamp
                # TYPE a counter\\na_total{x="1"} 1\\na_total{x="2"} 1\\na_created{x="1"} 1\\n# EOF\\n => apart from the other samples
                # TYPE a counter\\na_total 1\\n# TYPE a_created gauge\\na_created 1\\n# EOF\\n => both claim
                """.lines().map(line -> line.split(" => ", 2)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    private static Map<String, Family> openMetrics(String exposition) {
        return ExpositionParser.openMetrics(exposition.getBytes(StandardCharsets.UTF_8));
    }
}
