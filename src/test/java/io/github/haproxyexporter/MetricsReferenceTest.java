package io.github.haproxyexporter;

import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.MetricsReference;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {

    @Test
    void docsMetrics_sayWhatTheCatalogueSays() {
        try (StubSocket haproxy = StubSocket.unix(Dump.haproxy26().script());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            // The time to encode an answer is known when it has been sent.
            exporter.families();
            Golden.check(Path.of("docs/metrics.md"), MetricsReference.write(Catalogue.load(), exporter.families()));
        }
    }
}
