package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.testing.ExporterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar has only those of Log4j's plugins that the two formats need: whether it has those. */
class LoggingIT {

    @Test
    void logfmt_exception_isOneLineWithIt() throws Exception {
        String log = log("LOGFMT", "exception");

        assertThat(log.lines()).hasSize(1);
        assertThat(log)
                .matches(
                        "(?s)time=\\S+ level=error msg=\"reading unix:/x failed\" error=\".*IllegalStateException.*LogSample\\.main.*\"\\s*");
    }

    @Test
    void json_exception_isOneLineWithIt() throws Exception {
        String log = log("JSON", "exception");

        assertThat(log.lines()).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(log);
        assertThat(event.path("msg").asText()).isEqualTo("reading unix:/x failed");
        assertThat(event.path("error").asText()).isEqualTo("the \"cause\"\nof it");
        assertThat(event.path("stack_trace").asText()).contains("IllegalStateException", "LogSample.main(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGFMT", "JSON"})
    void line_ofHostileTexts_isBoundedAndSteersNoTerminal(String format) throws Exception {
        String log = log(format, "hostile");

        assertThat(log.lines()).hasSize(1);
        assertThat(log).hasSizeLessThan(100_000).contains("\ud83d\ude00").contains("]0;x");
        assertThat(log.strip()).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\\p{Cf}\\p{Zl}\\p{Zp}]");
        if (format.equals("JSON")) {
            assertThat(new ObjectMapper().readTree(log).path("msg").asText()).startsWith("server ");
        }
    }

    private static String log(String format, String what) throws IOException, InterruptedException {
        String classes = System.getProperty("exporter.jar") + ":"
                + Path.of("target/test-classes").toAbsolutePath();
        Process process = new ProcessBuilder(
                        ExporterProcess.javaHome().resolve("bin/java").toString(),
                        "-cp",
                        classes,
                        LogSample.class.getName(),
                        format,
                        what)
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return log;
    }
}
