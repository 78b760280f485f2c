package io.github.haproxyexporter.testing;

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
import io.github.haproxyexporter.scrape.TargetReader;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.web.SelfMetrics;
import io.github.haproxyexporter.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exporter's rooms put together as the daemon does, inside the test's own process: quick to start, and a debugger reaches it. */
public final class InProcessExporter implements AutoCloseable {

    private static final Limits LIMITS =
            new Limits(512, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 16384, 64, 1024, 8);

    private final WebServer web;

    private InProcessExporter(WebServer web) {
        this.web = web;
    }

    public static Builder of(String scrapeUri) {
        return new Builder(scrapeUri);
    }

    public static InProcessExporter start(StubSocket haproxy, Profile profile) {
        return of(haproxy.uri()).profile(profile).start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + web.addresses().get(0).getPort() + path;
    }

    public HttpAnswer get(String path, String... headers) {
        return HttpAnswer.get(url(path), headers);
    }

    /** One scrape of a path, status 200, that the strict parser accepts. */
    public Map<String, Family> families(String path) {
        HttpAnswer answer = get(path);
        if (answer.status() != 200) {
            throw new IllegalStateException("status " + answer.status() + ": " + answer.text());
        }
        return ExpositionParser.text(answer.body());
    }

    public Map<String, Family> families() {
        return families("/metrics");
    }

    @Override
    public void close() {
        web.close();
    }

    /** How to start it; all but the address has a usual value. */
    public static final class Builder {

        private final String scrapeUri;
        private Profile profile = Profile.EXPORTER;
        private ServerFilter filter = ServerFilter.everything();
        private Duration timeout = Duration.ofSeconds(25);
        private Optional<HaproxyAddress> masterSocket = Optional.empty();
        private long maxResponseBytes = 256L << 20;
        private long memory = Runtime.getRuntime().maxMemory() / 2;
        private String path = "/metrics";
        private ScrapeListener listener = (target, result) -> {};

        private Builder(String scrapeUri) {
            this.scrapeUri = scrapeUri;
        }

        public Builder profile(Profile chosen) {
            profile = chosen;
            return this;
        }

        public Builder filter(ServerFilter chosen) {
            filter = chosen;
            return this;
        }

        public Builder masterSocket(String address) {
            masterSocket = Optional.of(HaproxyAddress.parse(address));
            return this;
        }

        public Builder timeout(Duration chosen) {
            timeout = chosen;
            return this;
        }

        public Builder maxResponseBytes(long bytes) {
            maxResponseBytes = bytes;
            return this;
        }

        /** Bytes of the budget for all scrapes. */
        public Builder memory(long bytes) {
            memory = bytes;
            return this;
        }

        public Builder telemetryPath(String chosen) {
            path = chosen;
            return this;
        }

        public Builder listener(ScrapeListener chosen) {
            listener = chosen;
            return this;
        }

        public InProcessExporter start() {
            HaproxyAddress address = HaproxyAddress.parse(scrapeUri);
            TargetReader reader = Snapshots.reader(
                    HaproxyClient.of(address, new HaproxyClient.Options(maxResponseBytes, true)),
                    new FamilyAssembler(
                            Catalogue.load(), KnownColumns.load(), profile, filter, FamilyFilter.everything()),
                    masterSocket);
            MemoryBudget budget = new MemoryBudget(memory);
            SelfMetrics self = new SelfMetrics("1.2.3", "abc", false);
            TargetScraper scraper =
                    new TargetScraper(new Target("haproxy", address, timeout), reader, self.and(listener), budget);
            try {
                return new InProcessExporter(WebServer.start(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        path,
                        TargetSet.of(scraper),
                        new History(10, budget),
                        self,
                        budget,
                        Optional.empty(),
                        LIMITS,
                        Optional.empty()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
