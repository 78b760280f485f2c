package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.http.config.WebConfigReader;
import io.github.haproxyexporter.settings.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code healthcheck}: whether the daemon of the same settings answers, for the supervisor of a container. */
@Command(
        name = "healthcheck",
        description = "Asks the daemon that serves with the same flags or environment whether it is well.",
        exitCodeList = {"0:it answers", "2:it does not"},
        footer = "  haproxy-exporter healthcheck --web.listen-address=:9101")
final class HealthcheckCommand extends ShellCommand {

    @Option(
            names = "--web.listen-address",
            paramLabel = "ADDRESS",
            defaultValue = ":9101",
            description = "Where it serves; of several the first is asked. Default: ${DEFAULT-VALUE}")
    private List<InetSocketAddress> addresses = List.of();

    @Option(
            names = "--web.config.file",
            paramLabel = "FILE",
            description = "Its web configuration: with TLS in it, it is asked over TLS.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws IOException, SettingsException {
        boolean tls =
                configFile != null && WebConfigReader.read(configFile).tls().isPresent();
        InetSocketAddress address = addresses.get(0);
        String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getHostString();
        HaproxyAddress url = HaproxyAddress.parse((tls ? "https://" : "http://")
                + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort() + "/-/healthy");
        try {
            // Its certificate names the host that others know it by.
            HaproxyClient.of(url, new HaproxyClient.Options(1024, false))
                    .exchange(List.of(), Deadline.in(Duration.ofSeconds(3)), answer -> answer.readAllBytes().length);
        } catch (HaproxyException e) {
            // Asking for a password is an answer.
            if (e.kind() != ErrorKind.PERMISSION_DENIED) {
                throw new IOException(
                        "asked " + url + " (" + e.kind().label() + "): is the daemon running, with the same flags?", e);
            }
        }
        return 0;
    }
}
