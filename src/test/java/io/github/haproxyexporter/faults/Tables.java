package io.github.haproxyexporter.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary tables as HAProxy could send them, and their CSV. */
public final class Tables {
    private static final List<String> COLUMNS = List.of(("pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,"
                    + "ereq,econ,eresp,status,weight,act,chkfail,lastchg,downtime,pid,iid,sid,type,rate,check_status,"
                    + "check_code,check_duration,hrsp_2xx,hrsp_5xx,lastsess,last_chk,qtime,ttime,mode,idle_conn_cur,"
                    + "future_one,-,h2_x")
            .split(",", -1));

    private Tables() {}

    /** One table: the header's names and the rows' cells by name. */
    public record Table(List<String> header, List<Map<String, String>> rows) {

        /** The answer to {@code show info;show stat}; every cell quoted, or only those that need it. */
        public String answer(boolean quoteAll) {
            String lines = rows.stream()
                    .map(row -> header.stream()
                                    .map(name -> cell(row.getOrDefault(name, ""), quoteAll))
                                    .collect(Collectors.joining(","))
                            + ",\n")
                    .collect(Collectors.joining());
            return "Name: HAProxy\nPid: 1\n\n# " + String.join(",", header) + ",\n" + lines + "\n";
        }

        private static String cell(String text, boolean quoteAll) {
            boolean quote = quoteAll || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }
    }

    /** Tables with the columns in any order and any of them missing, names and texts of any characters. */
    public static Arbitrary<Table> any() {
        return Combinators.combine(headers(), rows(texts())).as(Tables::table);
    }

    /** Tables without a quote, a comma or a line end in any cell. */
    public static Arbitrary<Table> plain() {
        return Combinators.combine(headers(), rows(names())).as(Tables::table);
    }

    private static Arbitrary<List<String>> headers() {
        return Arbitraries.shuffle(COLUMNS.subList(2, COLUMNS.size()))
                .flatMap(names -> Arbitraries.integers()
                        .between(5, names.size())
                        .map(n -> {
                            List<String> header = new ArrayList<>(List.of("pxname", "svname"));
                            header.addAll(names.subList(0, n));
                            if (!header.contains("type")) {
                                header.add("type");
                            }
                            return header;
                        }));
    }

    private static Arbitrary<List<Map<String, String>>> rows(Arbitrary<String> texts) {
        return row(texts).list().ofMinSize(0).ofMaxSize(6);
    }

    private static Arbitrary<Map<String, String>> row(Arbitrary<String> texts) {
        Arbitrary<String> names = Arbitraries.oneOf(names(), texts);
        return Combinators.combine(
                        names,
                        names,
                        Arbitraries.integers().between(0, 3),
                        statuses(),
                        texts,
                        numbers().list().ofSize(COLUMNS.size()))
                .as((proxy, service, type, status, text, numbers) -> {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 2; i < COLUMNS.size(); i++) {
                        row.put(COLUMNS.get(i), numbers.get(i));
                    }
                    row.put("pxname", proxy);
                    row.put("svname", type == 0 ? "FRONTEND" : type == 1 ? "BACKEND" : service);
                    row.put("type", Integer.toString(type));
                    row.put("status", status);
                    row.put("check_status", "* L4CON");
                    row.put("last_chk", text);
                    row.put("mode", "http");
                    row.put("-", "-");
                    return row;
                });
    }

    private static Arbitrary<String> statuses() {
        return Arbitraries.of(
                "UP", "UP 4/5", "DOWN", "DOWN 1/3", "MAINT (via a/b)", "DRAIN", "NOLB", "no check", "OPEN", "?");
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.longs().between(0, 3_000).map(String::valueOf),
                Arbitraries.longs().greaterOrEqual(0).map(String::valueOf),
                Arbitraries.of("18446744073709551615", "9223372036854775808", "0"));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'f')
                .withChars("A-Z09_.:")
                .ofMinLength(1)
                .ofMaxLength(6);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().withChars("\"\\\n\r,{}= x\t\u0000\u001b\u007f\u0085\u202e\u00e9\u20ac"),
                        Arbitraries.strings().all().filter(Tables::hasNoLoneSurrogate))
                .filter(text -> !text.isEmpty());
    }

    private static boolean hasNoLoneSurrogate(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static Table table(List<String> header, List<Map<String, String>> rows) {
        return new Table(List.copyOf(header), rows);
    }
}
