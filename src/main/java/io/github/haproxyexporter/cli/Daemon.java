package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.history.StateLog;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetReader;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.web.SelfMetrics;
import io.github.haproxyexporter.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
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
        Logging.configure(options.logLevel(), options.logFormat());
        KnownColumns known = KnownColumns.load();
        ServerFilter servers = options.serverFilter(known);
        FamilyAssembler assembler = new FamilyAssembler(Catalogue.load(), known, options.profile(), servers);
        HaproxyClient client = options.haproxy().client();
        SnapshotReader snapshots = new SnapshotReader(client, known, options.pidFile());
        TargetReader reader = new TargetReader(client, snapshots, options.collectors(), assembler);
        Target target = new Target(
                "haproxy", options.haproxy().address(), options.haproxy().timeout());
        BuildInfo build = BuildInfo.load();
        SelfMetrics self = new SelfMetrics(build.version(), build.revision());
        Optional<LiveAccess> access = access(self);
        TargetScraper scraper = new TargetScraper(target, reader, self.and(new StateLog()));

        WebServer web = WebServer.start(
                options.listenAddresses(),
                options.telemetryPath(),
                scraper,
                self,
                options.limits(target.timeout()),
                access);
        closeAtShutdown(web);
        // Java would end at it, and supervisors and log rotation send it.
        Signals.register(
                "HUP",
                () -> logger().info(
                                "SIGHUP ignored: there is no configuration to reload; a changed --web.config.file is read without it"));
        logger().info(
                        "haproxy-exporter {} serves {} on {}",
                        build.version(),
                        target.address(),
                        web.addresses().stream()
                                .map(address -> url(
                                        address,
                                        access.isPresent() && access.get().isTls()))
                                .collect(Collectors.joining(", ")));
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
        Optional<Path> file = options.webConfigFile();
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(LiveAccess.load(file.get(), System::nanoTime, self.webConfigReloads()));
    }

    private String url(InetSocketAddress address, boolean tls) {
        String host = address.getAddress().isAnyLocalAddress() ? "" : address.getHostString();
        return (tls ? "https://" : "http://")
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host.isEmpty() ? "0.0.0.0" : host) + ":"
                + address.getPort() + options.telemetryPath();
    }

    private static Logger logger() {
        return LogManager.getLogger(Daemon.class);
    }
}
