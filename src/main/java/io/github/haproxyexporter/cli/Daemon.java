package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.history.History;
import io.github.haproxyexporter.history.StateLog;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.http.access.ReloadListener;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.AddressedTargets;
import io.github.haproxyexporter.scrape.Collector;
import io.github.haproxyexporter.scrape.CollectorLog;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetFile;
import io.github.haproxyexporter.scrape.TargetReader;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.web.SelfMetrics;
import io.github.haproxyexporter.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jline.utils.Signals;

/** The long-running exporter, from its flags to its end. */
final class Daemon {

    private final ServeOptions options;

    Daemon(ServeOptions options) {
        this.options = options;
    }

    /** Starts to serve, which goes on until the process is told to end; the server's threads keep it alive. */
    void start() throws IOException, SettingsException {
        Logging.configure(options.log.level, options.log.format);
        options.requireSupported();
        KnownColumns known = KnownColumns.load();
        ServerFilter servers = options.serverFilter(known);
        FamilyAssembler assembler =
                new FamilyAssembler(Catalogue.load(), known, options.metrics.profile, servers, options.familyFilter());
        BuildInfo build = BuildInfo.load();
        Optional<TargetFile> file = targetFile();
        AddressedTargets addressed = new AddressedTargets(
                options.haproxy.addresses(), options.haproxy.timeout(), options.masterSocket(), options.eventsRing());
        boolean several = file.isPresent() || addressed.areSeveral();
        SelfMetrics self = new SelfMetrics(build.version(), build.revision(), several);
        Optional<LiveAccess> access = access(self);
        MemoryBudget budget = MemoryBudget.ofHeap();
        History history = new History(options.metrics.historyEvents, budget);
        TargetSet targets = new TargetSet(
                () -> file.map(TargetFile::targets).orElseGet(addressed::targets),
                several,
                target -> scraper(target, several, known, assembler, self, budget, history));
        Optional<BooleanSupplier> reload = file.map(read -> reload(read, targets, self.targetReloads()));

        WebServer web = WebServer.start(
                options.web.listenAddresses,
                options.web.telemetryPath.path(),
                targets,
                history,
                self,
                budget,
                reload.filter(any -> options.web.lifecycle),
                options.limits.limits(options.haproxy.timeout()),
                access);
        closeAtShutdown(web);
        // Rings are followed before the first scrape.
        targets.current();
        // Java would end at it, and supervisors and log rotation send it.
        Signals.register("HUP", () -> hangup(reload));
        logger().info(
                        "haproxy-exporter {} serves {} on {}",
                        build.version(),
                        file.isPresent()
                                ? "the targets of " + options.metrics.configFile
                                : options.haproxy.addresses().stream()
                                        .map(HaproxyAddress::toString)
                                        .collect(Collectors.joining(", ")),
                        web.addresses().stream()
                                .map(address -> url(
                                        address,
                                        access.isPresent() && access.get().isTls()))
                                .collect(Collectors.joining(", ")));
    }

    private Optional<TargetFile> targetFile() throws SettingsException {
        Path file = options.metrics.configFile;
        if (file == null) {
            return Optional.empty();
        }
        if (options.haproxy.isAddressGiven()) {
            throw new SettingsException("--config.file and --haproxy.scrape-uri are both given: expected one of them");
        }
        return Optional.of(new TargetFile(file, options.haproxy.timeout()));
    }

    private TargetScraper scraper(
            Target target,
            boolean several,
            KnownColumns known,
            FamilyAssembler assembler,
            SelfMetrics self,
            MemoryBudget budget,
            History history) {
        HaproxyClient client = options.haproxy.client(target.address());
        // One file is about one process.
        SnapshotReader snapshots = new SnapshotReader(
                client, known, several ? Optional.empty() : Optional.ofNullable(options.metrics.pidFile));
        String prefix = several ? target.name() + ": " : "";
        StateLog states = new StateLog(budget, target.name(), prefix, history, self.unknownEvents(target));
        List<Collector> collectors = options.collectors(target, states);
        if (collectors.contains(states)) {
            states.follow(client, target.eventsRing().orElseThrow(), target.timeout());
        }
        return new TargetScraper(
                target,
                new TargetReader(client, snapshots, collectors, assembler),
                self.and(states).and(new CollectorLog()),
                budget);
    }

    private static BooleanSupplier reload(TargetFile file, TargetSet targets, ReloadListener listener) {
        listener.reloaded(true);
        return () -> {
            try {
                file.reload();
                listener.reloaded(true);
                logger().info("reloaded: {} targets", targets.current().size());
                return true;
            } catch (SettingsException e) {
                listener.reloaded(false);
                logger().error("not reloaded, and the targets are those of before: {}", e.getMessage());
                return false;
            }
        };
    }

    private static void hangup(Optional<BooleanSupplier> reload) {
        if (reload.isPresent()) {
            boolean good = reload.get().getAsBoolean();
            logger().debug("SIGHUP: {}", good);
        } else {
            logger().info(
                            "SIGHUP ignored: there is no --config.file to reload; a changed --web.config.file is read without it");
        }
    }

    private static void closeAtShutdown(WebServer web) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            web.close();
                            logger().info("ended");
                            LogManager.shutdown();
                        },
                        "shutdown"));
    }

    /** The web configuration, when one is named; its classes are not even loaded otherwise. */
    private Optional<LiveAccess> access(SelfMetrics self) throws SettingsException {
        Path file = options.web.configFile;
        return file == null
                ? Optional.empty()
                : Optional.of(LiveAccess.load(file, System::nanoTime, self.webConfigReloads()));
    }

    private String url(InetSocketAddress address, boolean tls) {
        String host = address.getAddress().isAnyLocalAddress() ? "" : address.getHostString();
        return (tls ? "https://" : "http://")
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host.isEmpty() ? "0.0.0.0" : host) + ":"
                + address.getPort() + options.web.telemetryPath.path();
    }

    private static Logger logger() {
        return LogManager.getLogger(Daemon.class);
    }
}
