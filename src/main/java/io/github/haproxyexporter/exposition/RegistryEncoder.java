package io.github.haproxyexporter.exposition;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Writes a registry's metrics: the exporter's own, which follow HAProxy's in the same answer. */
public final class RegistryEncoder {

    private RegistryEncoder() {}

    /**
     * Writes the metrics whose sample names pass the filter, and in OpenMetrics the mark that ends the answer. The stream is
     * flushed, not closed.
     */
    public static void write(CollectorRegistry registry, Predicate<String> names, Format format, OutputStream out)
            throws IOException {
        // The time of creation of each counter is a series more that no rule here needs.
        Predicate<String> wanted = name -> !name.endsWith("_created") && names.test(name);
        // It writes texts of a few characters, for each of which a writer of bytes makes two objects.
        StringWriter writer = new StringWriter(1 << 14);
        TextFormat.writeFormat(format.contentType(), writer, registry.filteredMetricFamilySamples(wanted::test));
        out.write(writer.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
