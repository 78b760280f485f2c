package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServedCertificates;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects when certificates expire, and the names that they are served for. HAProxy holds a lock meanwhile. */
final class CertificatesCollector implements Collector {

    static final String NAME = "certificates";
    static final String CERTIFICATE = "certificate";
    static final String SNI = "certificate_sni";

    /** Their age is told by {@link CachedCollector}. */
    static final Set<String> OBJECTS = Set.of(CERTIFICATE, SNI, NAME + CachedCollector.DATA);

    /** Files to a connection: their commands fit into HAProxy's buffer for a line (tune.bufsize, 16 kB). */
    private static final int BATCH = 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
        ServedCertificates certificates = new ServedCertificates();
        try {
            if (!haproxy.ask(ServedCertificates.SNI_COMMAND, certificates::readNames)) {
                readFiles(haproxy, certificates);
            }
        } catch (HaproxyException e) {
            if (e.kind() != ErrorKind.PERMISSION_DENIED) {
                throw e;
            }
            // A HAProxy that never made a TLS connection most likely serves no certificate either.
            if (!connections(haproxy).equals("0")) {
                throw new HaproxyException(
                        e.kind(),
                        e.getMessage() + "; give the socket 'level operator', or set --no-collector.certificates",
                        e);
            }
        }
        return Map.of(CERTIFICATE, certificates.expiries(), SNI, certificates.names());
    }

    private static void readFiles(Conversation haproxy, ServedCertificates certificates) throws HaproxyException {
        List<String> files = haproxy.ask(ServedCertificates.FILE_COMMAND, ServedCertificates::readFiles);
        for (int from = 0; from < files.size(); from += BATCH) {
            List<String> batch = files.subList(from, Math.min(files.size(), from + BATCH));
            List<String> commands =
                    batch.stream().map(ServedCertificates::command).toList();
            haproxy.ask(commands, in -> {
                certificates.readExpiries(in, batch);
                return batch.size();
            });
        }
    }

    private static String connections(Conversation haproxy) {
        return haproxy.snapshot()
                .info()
                .map(ProcessInfo::fields)
                .map(fields -> fields.getOrDefault("CumSslConns", ""))
                .orElse("");
    }
}
