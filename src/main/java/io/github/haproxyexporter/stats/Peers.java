package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to {@code show peers} (management guide, 9.3): a line for each section, one for each of its peers, and more of each. */
public final class Peers {

    public static final String COMMAND = "show peers";

    private static final Pattern SECTION = Pattern.compile("^0x\\w+: \\[[^]]*] id=(\\S+) (.*)");
    private static final Pattern PEER =
            Pattern.compile("^ +0x\\w+: id=(\\S+)\\((local|remote),(active|inactive)\\) .*\\blast_status=(\\w+).*");

    /** The session's handshake is done. */
    private static final String ESTABLISHED = "ESTA";

    private final Map<List<String>, String[]> peers = new LinkedHashMap<>();
    private String section = "";
    private boolean disabled;

    private Peers() {}

    /**
     * Reads a row for each peer but the local one: {@code peers} (the section), {@code peer}, {@code up} (1 with a session, else 0) and
     * {@code state}, HAProxy's word for what became of the last connection. Disabled sections are left out.
     */
    public static Records read(AnswerStream in) throws IOException {
        Peers all = new Peers();
        RecordScanner.eachLine(in, COMMAND, line -> all.readLine(line, in.source()));
        return new Records(List.of("peers", "peer", "up", "state"), List.copyOf(all.peers.values()));
    }

    private void readLine(String line, String source) throws IOException {
        Matcher start = SECTION.matcher(line);
        Matcher peer = PEER.matcher(line);
        if (start.matches()) {
            section = TextPool.cleaned(start.group(1));
            disabled = start.group(2).contains("disabled=1");
        } else if (section.isEmpty()) {
            throw StatReader.unexpected(source, COMMAND, TextPool.cleaned(line));
        } else if (peer.matches() && peer.group(2).equals("remote") && !disabled) {
            String name = TextPool.cleaned(peer.group(1));
            String state = peer.group(4);
            boolean up = peer.group(3).equals("active") && state.equals(ESTABLISHED);
            peers.putIfAbsent(List.of(section, name), new String[] {section, name, up ? "1" : "0", state});
        }
    }
}
