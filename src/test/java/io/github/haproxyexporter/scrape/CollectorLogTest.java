package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectorLogTest {

    private final LogLines lines = LogLines.of(CollectorLog.class);
    private final CollectorLog log = new CollectorLog();

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void scraped_failures_areLoggedOncePerKindUntilTheNextSuccess() {
        scraped(Optional.of(ErrorKind.TIMEOUT));
        scraped(Optional.of(ErrorKind.TIMEOUT));
        scraped(Optional.of(ErrorKind.REFUSED));
        scraped(Optional.of(ErrorKind.TIMEOUT));
        assertThat(lines.take())
                .containsExactly("WARN collector peers failed: timeout", "WARN collector peers failed: refused");

        scraped(Optional.empty());
        scraped(Optional.empty());
        assertThat(lines.take()).containsExactly("INFO collector peers of unix:/s succeeds again");

        scraped(Optional.of(ErrorKind.TIMEOUT));
        assertThat(lines.take()).containsExactly("WARN collector peers failed: timeout");
    }

    @Test
    void scraped_failedScrape_saysNothingOfCollectors() {
        log.scraped(target(), new ScrapeResult.Failed(new HaproxyException(ErrorKind.REFUSED, "refused")));

        assertThat(lines.take()).isEmpty();
    }

    private void scraped(Optional<ErrorKind> error) {
        ScrapeResult.CollectorRun run =
                new ScrapeResult.CollectorRun("peers", 1, error.map(kind -> new HaproxyException(kind, kind.label())));
        log.scraped(
                target(),
                new ScrapeResult.Read(
                        Snapshots.read(Dump.of("# pxname,svname,type,\n"), SnapshotRequest.everything()),
                        List.of(),
                        List.of(run)));
    }

    private static Target target() {
        return new Target("haproxy", HaproxyAddress.parse("unix:/s"), Duration.ofSeconds(1));
    }
}
