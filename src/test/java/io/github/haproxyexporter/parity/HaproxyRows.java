package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.testing.HaproxySocket;
import java.util.List;
import java.util.Map;

/**
 * What HAProxy itself says of its objects, to tell whether an exporter can know better.
 *
 * @param rows the rows of {@code show stat} by column
 */
record HaproxyRows(List<Map<String, String>> rows) {
    private static final String BACKEND_TYPE = "1";
    private static final String SERVER_TYPE = "2";

    static HaproxyRows of(HaproxySocket socket) {
        return new HaproxyRows(socket.rows());
    }

    /** The row of a server. */
    Map<String, String> server(String proxy, String server) {
        return row(proxy, server, SERVER_TYPE);
    }

    /** The row of a backend. */
    Map<String, String> backend(String proxy) {
        return row(proxy, "BACKEND", BACKEND_TYPE);
    }

    /** The rows of a backend's servers. */
    List<Map<String, String>> serversOf(String proxy) {
        return rows.stream()
                .filter(row -> SERVER_TYPE.equals(row.get("type")) && proxy.equals(row.get("pxname")))
                .toList();
    }

    private Map<String, String> row(String proxy, String service, String type) {
        return rows.stream()
                .filter(row -> type.equals(row.get("type"))
                        && proxy.equals(row.get("pxname"))
                        && service.equals(row.get("svname")))
                .findFirst()
                .orElse(Map.of());
    }
}
