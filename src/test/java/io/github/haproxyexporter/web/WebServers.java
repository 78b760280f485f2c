package io.github.haproxyexporter.web;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.history.History;
import io.github.haproxyexporter.http.Limits;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.ScrapeListener;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.testing.Snapshots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parts of the web room, put together by hand. */
final class WebServers {

    private WebServers() {}

    static void start(int port, String uri) throws IOException {
        try (WebServer web = WebServer.start(
                List.of(new InetSocketAddress("127.0.0.1", port)),
                "/metrics",
                TargetSet.of(scraper(uri, (target, result) -> {})),
                new History(10, MemoryBudget.unlimited()),
                new SelfMetrics("1", "2", false),
                MemoryBudget.unlimited(),
                Optional.empty(),
                new Limits(
                        10,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        16_384,
                        100,
                        65_536,
                        16),
                Optional.empty())) {
            throw new IllegalStateException("started on " + web.addresses());
        }
    }

    static TargetScraper scraper(String uri, ScrapeListener listener) {
        HaproxyAddress address = HaproxyAddress.parse(uri);
        HaproxyClient client = HaproxyClient.of(address, new HaproxyClient.Options(1 << 24, true));
        return new TargetScraper(
                new Target("haproxy", address, Duration.ofSeconds(5)),
                Snapshots.reader(
                        client,
                        new FamilyAssembler(
                                Catalogue.load(),
                                KnownColumns.load(),
                                Profile.EXPORTER,
                                ServerFilter.everything(),
                                FamilyFilter.everything())),
                listener,
                MemoryBudget.unlimited());
    }
}
