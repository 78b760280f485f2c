package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionParserTest {
    @Test
    void text_families_keepOrderTypeHelpAndSamples() {
        Map<String, Family> families = text("""
                # HELP up Whether it is up.
                # TYPE up gauge
                up 1
                # HELP requests_total Requests \\\\ with\\nbreak "quoted".
                # TYPE requests_total counter
                requests_total{server="web1",backend="shop"} 18446744073709551615 1700000000000
                requests_total{backend="shop",server="we\\"b\\\\2\\n",} 2e+06
                # TYPE bare untyped
                bare NaN
                """);

        assertThat(families.keySet()).containsExactly("up", "requests_total", "bare");
        Family requests = families.get("requests_total");
        assertThat(requests.type()).isEqualTo("counter");
        assertThat(requests.help()).contains("Requests \\ with\nbreak \"quoted\".");
        assertThat(requests.samples().get(0).text()).isEqualTo("18446744073709551615");
        assertThat(requests.samples().get(0).timestamp()).contains("1700000000000");
        assertThat(requests.samples().get(0).labels()).isEqualTo(Sample.labels("backend", "shop", "server", "web1"));
        assertThat(requests.value("backend", "shop", "server", "we\"b\\2\n")).isEqualTo(2e6);
        assertThat(families.get("bare").type()).isEqualTo("untyped");
        assertThat(families.get("bare").help()).isEmpty();
        assertThat(families.get("bare").value()).isNaN();
    }

    @Test
    void text_histogramAndSummary_ownTheirSuffixes() {
        Map<String, Family> families = text("""
                # TYPE h histogram
                h_bucket{le="0.1"} 1
                h_bucket{le="+Inf"} 3
                h_sum 4.5
                h_count 3
                # TYPE s summary
                s{quantile="0.5"} 1
                s_sum 2
                s_count 3
                """);

        assertThat(families.get("h").samples()).hasSize(4);
        assertThat(families.get("s").samples()).hasSize(3);
    }

    @Test
    void text_empty_hasNoFamilies() {
        assertThat(text("")).isEmpty();
    }

    @Test
    void text_consumer_getsEachFamilyOnce() {
        StringBuilder names = new StringBuilder();

        ExpositionParser.text(
                bytes("# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n"), family -> names.append(family.name()));

        assertThat(names).hasToString("ab");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void text_fault_isRefused(String exposition, String fault) {
        String unescaped = exposition.replace("\\n", "\n").replace("\\\\", "\\");

        assertThatThrownBy(() -> text(unescaped))
                .isInstanceOf(MalformedExposition.class)
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @ValueSource(chars = {0, 1, '\t', '\r', 0x1b, 0x7f, 0x85})
    void text_controlCharacter_isRefused(char control) {
        assertThatThrownBy(() -> text("# TYPE a gauge\na{x=\"1" + control + "\"} 1\n"))
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> text("# HELP a x" + control + "\na 1\n")).hasMessageContaining("control character");
        assertThatThrownBy(() -> text("# TYPE a gauge\na 1" + control + "\n")).isInstanceOf(MalformedExposition.class);
    }

    @Test
    void text_invalidUtf8_isRefused() {
        byte[] exposition = "# TYPE a gauge\na{x=\"?\"} 1\n".getBytes(StandardCharsets.UTF_8);
        exposition[20] = (byte) 0xc3;

        assertThatThrownBy(() -> ExpositionParser.text(exposition)).hasMessageContaining("not UTF-8");
    }

    @Test
    void text_surrogateInUtf8_isRefused() {
        byte[] exposition = {'a', '{', 'x', '=', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}', ' ', '1', '\n'};

        assertThatThrownBy(() -> ExpositionParser.text(exposition)).hasMessageContaining("not UTF-8");
    }

    @Test
    void text_fault_namesItsLine() {
        assertThatThrownBy(() -> text("# TYPE a gauge\na x\n")).hasMessage("line 2: \"x\" is not a number: a x");
    }

    @Test
    void text_unicodeLabel_isKept() {
        assertThat(text("# TYPE a gauge\na{x=\"grün 🐢\"} 1\n").get("a").sample("x", "grün 🐢"))
                .isPresent();
    }

    @Test
    void family_withoutThatSample_namesTheOthers() {
        Family family = text("# TYPE a gauge\na{x=\"1\"} 1\n").get("a");

        assertThatThrownBy(() -> family.value("x", "2"))
                .hasMessageContaining("{x=2}")
                .hasMessageContaining("x=1");
        assertThat(family.sample("x", "2")).isEqualTo(Optional.empty());
    }

    /** An exposition and a part of the message, divided by the first arrow of a line. */
    static Stream<Arguments> faults() {
        return """
                # TYPE a gauge\\na 1\\n# TYPE b gauge\\nb 1\\na{x="1"} 1\\n => second time
                # TYPE a gauge\\n# TYPE b gauge\\nb 1\\n# TYPE a gauge\\n => second time
                # HELP a x\\n# HELP a x\\n => second HELP
                # TYPE a gauge\\n# TYPE a gauge\\n => second TYPE
                # TYPE a gauge\\na 1\\n# TYPE a gauge\\n => after its samples
                # TYPE a gauge\\na 1\\n# HELP a late\\n => after its samples
                # TYPE a gauge\\na{x="1"} 1\\na{x="1"} 2\\n => series a{x=1} a second time
                # TYPE a gauge\\na{x="1",y=""} 1\\na{x="1"} 2\\n => a second time
                # TYPE a gauge\\na{x="1",x="2"} 1\\n => label x twice
                # TYPE a gauge\\na{x="\\\\t"} 1\\n => backslash before 't'
                # TYPE a gauge\\na{x="1"y="2"} 1\\n => where ',' is expected
                # TYPE a gauge\\na{x=1} 1\\n => where '"' is expected
                # TYPE a gauge\\na{x="1} 1\\n => ends too early
                # TYPE a gauge\\na{x="1"\\n => ends too early
                # TYPE a gauge\\na{1x="1"} 1\\n => not a label name
                # TYPE a gauge\\na{__x="1"} 1\\n => not a label name
                # TYPE a gauge\\na{x-y="1"} 1\\n => not a label name
                1a 1\\n => not a metric name
                # TYPE a gauge\\na-b 1\\n => not a metric name
                # TYPE a gauge\\na\\n => ends too early
                # TYPE a gauge\\na 1 => does not end with a line feed
                # TYPE a gauge\\na 1\\n\\n# TYPE b gauge\\nb 1\\n => blank line
                \\na 1\\n => blank line
                # TYPE a gauge\\na  1\\n => not a number
                # TYPE a gauge\\na 1 \\n => not a whole number
                # TYPE a gauge\\n a 1\\n => not a metric name
                # TYPE a gauge\\na 1 1.5\\n => not a whole number of milliseconds
                # TYPE a gauge\\na 1 1 1\\n => more than a value and a timestamp
                # TYPE a gauge\\na 1,5\\n => not a number
                # TYPE a gauge\\na 0x10\\n => not a number
                # TYPE a gauge\\na Infinity\\n => not a number
                # TYPE a gauge\\na nan\\n => not a number
                # TYPE a gauge\\na 1d\\n => not a number
                # TYPE a gauge\\na _\\n => not a number
                # TYPE a gauges\\n => is none of
                # TYPE a\\n => has no text
                # HELP a bad \\\\q escape\\n => backslash before 'q'
                # a comment\\n => neither a sample nor a comment
                #TYPE a gauge\\n => neither a sample nor a comment
                # UNIT a seconds\\n => neither a sample nor a comment
                # EOF\\n => neither a sample nor a comment
                # TYPE a histogram\\na 1\\n => has no sample named a
                # TYPE a histogram\\na_bucket 1\\n => has no label le
                # TYPE a histogram\\na_bucket{le="1"} 1\\n => without a bucket +Inf
                # TYPE a histogram\\na_bucket{le="+Inf"} 1\\na_count 2\\n => differs from the bucket +Inf
                # TYPE a histogram\\na_bucket{le="1"} 2\\na_bucket{le="+Inf"} 1\\n => below the one before
                # TYPE a summary\\na 1\\n => has no label quantile
                # TYPE a_count gauge\\na_count{x="1"} 1\\n# TYPE a summary\\na_count 1\\n => both claim
                """.lines().map(line -> line.split(" => ", 2)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    private static Map<String, Family> text(String exposition) {
        return ExpositionParser.text(bytes(exposition));
    }

    private static byte[] bytes(String exposition) {
        return exposition.getBytes(StandardCharsets.UTF_8);
    }
}
