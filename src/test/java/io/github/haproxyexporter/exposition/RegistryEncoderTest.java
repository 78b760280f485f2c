package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RegistryEncoderTest {

    private final CollectorRegistry registry = new CollectorRegistry();

    @Test
    void write_text_hasNoTimesOfCreation() throws IOException {
        Counter.build("x_total", "Counted.").register(registry).inc(3);

        assertThat(write(Format.TEXT, name -> true))
                .isEqualTo("# HELP x_total Counted.\n# TYPE x_total counter\nx_total 3.0\n");
    }

    @Test
    void write_openMetrics_endsTheAnswer() throws IOException {
        Counter.build("x_total", "Counted.").register(registry).inc(3);

        assertThat(write(Format.OPEN_METRICS, name -> true))
                .isEqualTo("# TYPE x counter\n# HELP x Counted.\nx_total 3.0\n# EOF\n");
    }

    @Test
    void write_filter_leavesOthersOut() throws IOException {
        Gauge.build("a", "A.").register(registry).set(1);
        Gauge.build("b", "B.").register(registry).set(2);

        assertThat(write(Format.TEXT, "b"::equals)).isEqualTo("# HELP b B.\n# TYPE b gauge\nb 2.0\n");
        assertThat(write(Format.OPEN_METRICS, "none"::equals)).isEqualTo("# EOF\n");
    }

    private String write(Format format, Predicate<String> names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RegistryEncoder.write(registry, names, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
