package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.faults.Dumps;
import io.github.haproxyexporter.faults.Exposer;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.metrics.Selection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Any query of a scrape: it is refused in words that do not repeat it, or what it asks for comes out well formed. */
class QueryFuzzTest {
    private static final byte[] NO_NATURES = "\n".repeat(64).getBytes(StandardCharsets.UTF_8);

    private final byte[] dump = Dumps.small();
    private final Exposer exposer = new Exposer();

    @FuzzTest(maxDuration = "10m")
    void query(byte[] bytes) {
        String query = new String(bytes, StandardCharsets.UTF_8);
        List<Map.Entry<String, String>> parameters;
        Selection selection;
        try {
            parameters = Requests.parameters(query);
            selection = Selection.of(parameters);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).matches("malformed query: [a-z -]+|unknown scope: [a-z ,*]+");
            return;
        }
        assertThat(parameters).hasSize((int) query.chars().filter(c -> c == '&').count() + 1);
        assertThat(Requests.parameters(written(parameters))).isEqualTo(parameters);
        boolean read = exposer.judge(
                CannedClient.socket(commands -> commands.get(0).endsWith("typed") ? NO_NATURES : dump), selection);
        assertThat(read).isTrue();
    }

    private static String written(List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
