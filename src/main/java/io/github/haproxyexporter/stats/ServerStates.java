package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to {@code show servers state} (management guide, 9.3): a version, a header line, and a line for each server. A dash stands
 * for what does not apply. Known at level {@code user}.
 */
public final class ServerStates {

    /** Bytes, of which a cache takes an eighth: names of some 50,000 servers. */
    private static final long POOL = 32L << 20;

    public static final String COMMAND = "show servers state";

    /** Flags of {@code admin_state}, which is their sum (HAProxy's {@code enum srv_admin}). */
    public static final int MAINTENANCE_BY_COMMAND = 1;

    public static final int MAINTENANCE_INHERITED = 2;
    public static final int MAINTENANCE_BY_CONFIGURATION = 4;
    public static final int DRAIN_BY_COMMAND = 8;
    public static final int DRAIN_INHERITED = 16;
    public static final int NOT_RESOLVED = 32;

    private static final List<String> COLUMNS =
            List.of("be_name", "srv_name", "srv_addr", "srv_port", "srv_fqdn", "srv_admin_state");

    private final List<String[]> rows = new ArrayList<>();
    private final TextPool pool = new TextPool(new MemoryBudget(POOL).openCache());
    private int[] positions = {};

    private ServerStates() {}

    /**
     * Reads a row for each server: {@code backend}, {@code server}, {@code address} (host and port, IPv6 in brackets; empty for a name
     * that is not resolved and for a unix socket), {@code fqdn} and {@code admin_state}.
     */
    public static Records read(AnswerStream in) throws IOException {
        ServerStates states = new ServerStates();
        RecordScanner.eachLine(in, COMMAND, line -> states.readLine(line, in.source()));
        return new Records(List.of("backend", "server", "address", "fqdn", "admin_state"), states.rows);
    }

    private void readLine(String line, String source) throws HaproxyException {
        if (line.startsWith("# ")) {
            List<String> header = List.of(line.substring(2).split(" ", -1));
            positions = COLUMNS.stream().mapToInt(header::indexOf).toArray();
        } else if (positions.length > 0) {
            String[] cells = line.split(" ", -1);
            if (cells.length > positions[0] && cells.length > positions[1]) {
                String address = cell(cells, 2);
                rows.add(new String[] {
                    cell(cells, 0), cell(cells, 1), address(address, cell(cells, 3)), cell(cells, 4), cell(cells, 5)
                });
            }
        } else if (!line.strip().equals("1")) {
            throw new HaproxyException(
                    line.startsWith("Permission denied") ? ErrorKind.PERMISSION_DENIED : ErrorKind.PROTOCOL,
                    "asking " + source + ": expected the answer to '" + COMMAND + "', got '"
                            + TextPool.cleaned(line.substring(0, Math.min(60, line.length()))) + "'");
        }
    }

    private static String address(String host, String port) {
        if (host.isEmpty()) {
            return "";
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private String cell(String[] cells, int column) {
        int position = positions[column];
        String cell = position < 0 || position >= cells.length ? "" : cells[position];
        return cell.equals("-") ? "" : pool.shared(cell);
    }
}
