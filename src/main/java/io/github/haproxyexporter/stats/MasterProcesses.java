package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of a master process to {@code show proc} (management guide, 9.4): a table of processes in sections. The master's reloads
 * read {@code 2 [failed: 1]}, where the failures are those since the last good one.
 */
public final class MasterProcesses {

    public static final String COMMAND = "show proc";

    private static final String HEADER = "#<PID>";
    private static final String OLD_WORKERS = "# old workers";
    private static final Pattern PROCESS =
            Pattern.compile("^\\d{1,10} +(master|worker) +(\\d{1,9})( \\[failed: (\\d{1,9})])? +"
                    + "(\\d{1,6})d(\\d\\d)h(\\d\\d)m(\\d\\d)s.*");

    private final Map<String, String> master = new LinkedHashMap<>();
    private final List<Long> oldUptimes = new ArrayList<>();
    private boolean known;
    private boolean old;
    private boolean serving;

    private MasterProcesses() {}

    /**
     * Reads one row: {@code reloads}, {@code failures}, {@code old_workers} and {@code oldest}, the uptime in seconds of the oldest of
     * these, empty without any.
     */
    public static Records read(AnswerStream in) throws IOException {
        MasterProcesses processes = new MasterProcesses();
        RecordScanner.eachLine(in, COMMAND, line -> processes.readLine(line, in.source()));
        return Records.of(processes.fields());
    }

    private void readLine(String line, String source) throws IOException {
        Matcher process = PROCESS.matcher(line);
        if (line.startsWith("#")) {
            known |= line.startsWith(HEADER);
            old = line.startsWith(OLD_WORKERS);
        } else if (!known) {
            throw StatReader.unexpected(source, COMMAND, TextPool.cleaned(line));
        } else if (process.matches() && process.group(1).equals("master")) {
            master.put("reloads", process.group(2));
            master.put("failures", process.group(4) == null ? "" : process.group(4));
        } else if (process.matches()) {
            serving |= !old;
            if (old) {
                oldUptimes.add(uptime(process));
            }
        }
    }

    private static long uptime(Matcher process) {
        return Long.parseLong(process.group(5)) * 86_400
                + Long.parseLong(process.group(6)) * 3_600
                + Long.parseLong(process.group(7)) * 60
                + Long.parseLong(process.group(8));
    }

    private Map<String, String> fields() {
        oldUptimes.sort(Comparator.naturalOrder());
        // After a failed reload some versions list no other worker than the old ones: the youngest of them serves.
        List<Long> old = serving || oldUptimes.isEmpty() ? oldUptimes : oldUptimes.subList(1, oldUptimes.size());
        OptionalLong oldest = old.stream().mapToLong(Long::longValue).max();
        Map<String, String> fields = new LinkedHashMap<>(master);
        fields.put("old_workers", Integer.toString(old.size()));
        fields.put("oldest", oldest.isPresent() ? Long.toString(oldest.getAsLong()) : "");
        return fields;
    }
}
