package io.github.haproxyexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement runs, and measures each number of HAProxys; what it measures here is worth nothing. */
class FleetBenchIT {

    @Test
    void everyNumberOfHaproxys_isARow(@TempDir Path out) throws IOException {
        FleetBench.main(
                new String[] {"targets=1,3", "servers=2", "rounds=2", "java=" + ExporterProcess.javaHome(), "out=" + out
                });

        List<String> rows = Files.readAllLines(out.resolve("fleet.csv"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).startsWith("1,2,").doesNotContain("NaN");
        assertThat(rows.get(2)).startsWith("3,2,");
        assertThat(samples(rows.get(2))).isEqualTo(3 * samples(rows.get(1)));
        assertThat(Files.readAllLines(out.resolve("fleet.md"))).hasSize(4);
    }

    private static long samples(String row) {
        return Long.parseLong(row.substring(row.lastIndexOf(',') + 1));
    }
}
