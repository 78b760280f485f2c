package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {

    private static final String HEADER = "# pxname,svname,type,status,scur,stot,check_duration,last_chk,\n";

    @Test
    void write_text_isTheFormat() throws IOException {
        assertThat(lines(Format.TEXT, Profile.EXPORTER, "shop,web1,2,UP,1,18446744073709551615,1500,,\n"))
                .startsWith(
                        "# HELP haproxy_server_current_sessions Sessions open on the server.",
                        "# TYPE haproxy_server_current_sessions gauge",
                        "haproxy_server_current_sessions{backend=\"shop\",server=\"web1\"} 1",
                        "# HELP haproxy_server_sessions_total Sessions taken by the server since HAProxy started.",
                        "# TYPE haproxy_server_sessions_total counter",
                        "haproxy_server_sessions_total{backend=\"shop\",server=\"web1\"} 18446744073709551615")
                .containsSequence(
                        "# TYPE haproxy_server_status gauge",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"DOWN\"} 0",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"UP\"} 1",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"MAINT\"} 0",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"DRAIN\"} 0",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"NOLB\"} 0")
                .endsWith(
                        "# HELP haproxy_server_check_duration_seconds Seconds that the last finished check of the server took.",
                        "# TYPE haproxy_server_check_duration_seconds gauge",
                        "haproxy_server_check_duration_seconds{backend=\"shop\",server=\"web1\"} 1.5");
    }

    @Test
    void write_openMetrics_namesCountersWithoutTotal() throws IOException {
        assertThat(lines(Format.OPEN_METRICS, Profile.EXPORTER, "shop,web1,2,UP,1,2,3,,\n"))
                .containsSequence(
                        "# TYPE haproxy_server_sessions counter",
                        "# HELP haproxy_server_sessions Sessions taken by the server since HAProxy started.",
                        "haproxy_server_sessions_total{backend=\"shop\",server=\"web1\"} 2");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, x_total, TEXT, x_total, counter",
        "COUNTER, x, TEXT, x, counter",
        "GAUGE, x, TEXT, x, gauge",
        "GAUGE, x_total, TEXT, x_total, gauge",
        "UNKNOWN, x, TEXT, x, untyped",
        "UNKNOWN, x_total, TEXT, x_total, untyped",
        "COUNTER, x_total, OPEN_METRICS, x, counter",
        "COUNTER, x, OPEN_METRICS, x, unknown",
        "GAUGE, x, OPEN_METRICS, x, gauge",
        "GAUGE, x_total, OPEN_METRICS, x_total, gauge",
        "UNKNOWN, x, OPEN_METRICS, x, unknown",
    })
    void write_type_isWhatTheFormatCallsIt(
            MetricType type, String name, Format format, String metadata, String typeName) throws IOException {
        String help = "# HELP " + metadata + " Help.\n";
        String typeLine = "# TYPE " + metadata + " " + typeName + "\n";

        assertThat(encode(format, List.of(Family.of(name, type, "Help.", 7))))
                .isEqualTo((format == Format.TEXT ? help + typeLine : typeLine + help) + name + " 7\n");
    }

    @Test
    void write_hostileText_isEscaped() throws IOException {
        String stat = HEADER + "shop,a\\b,2,DOWN,,,,\"say \"\"hi\"\"\\,\nthere\",\n";
        String text = encode(Format.TEXT, families(Profile.EXPORTER, stat));

        assertThat(text)
                .contains(
                        "haproxy_server_down_info{backend=\"shop\",server=\"a\\\\b\",check_status=\"\",check_code=\"\","
                                + "reason=\"DOWN\"} 1");
        assertThat(ExpositionParser.text(text.getBytes(StandardCharsets.UTF_8))
                        .get("haproxy_server_up")
                        .value("backend", "shop", "server", "a\\b"))
                .isZero();
    }

    /** A chunk ends where the next line might not fit, and that line begins the next one. */
    @ParameterizedTest
    @CsvSource({"1", "7", "23"})
    void fill_manyLines_isAsFullAsLinesAllow(int digits) throws IOException {
        StringBuilder stat = new StringBuilder("# pxname,svname,type,scur,smax,check_duration,\n");
        for (int i = 0; i < 4000; i++) {
            stat.append("shop,")
                    .append("s".repeat(1 + i % digits))
                    .append(i)
                    .append(",2,")
                    .append(i % 10)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(i % 3 == 0 ? "" : i)
                    .append(",\n");
        }
        List<Family> families = families(Profile.EXPORTER, stat.toString()).stream()
                .filter(family -> family.name().matches(".*(sessions|duration_seconds)"))
                .toList();
        Exposition exposition = new Exposition(families, Format.TEXT);

        Exposition.Encoder encoder = exposition.new Encoder();
        Chunk chunk = exposition.newChunk();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!encoder.isDone()) {
            encoder.fill(chunk);
            all.write(chunk.bytes(), 0, chunk.size());
            assertThat(chunk.room()).isLessThan(encoder.isDone() ? Chunk.SIZE : 256);
            assertThat(chunk.bytes()[chunk.size() - 1]).isEqualTo((byte) '\n');
        }

        assertThat(all.size()).isGreaterThan(2 * Chunk.SIZE).isEqualTo((int) exposition.length());
        assertThat(all.toByteArray()).isEqualTo(exposition.toBytes());
        encoder.fill(chunk);
        assertThat(chunk.size()).isZero();
    }

    /** One line that is longer than a chunk usually is. */
    @Test
    void fill_longLine_hasRoom() throws IOException {
        String name = "x".repeat(2 * Chunk.SIZE);
        List<Family> families =
                families(Profile.EXPORTER, "# pxname,svname,type,scur,\nshop," + name + ",2,1,\nshop,web2,2,2,\n");

        assertThat(encode(Format.TEXT, families))
                .contains("haproxy_server_current_sessions{backend=\"shop\",server=\"" + name + "\"} 1\n")
                .contains("haproxy_server_current_sessions{backend=\"shop\",server=\"web2\"} 2\n");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a\\b, a\\\\b",
        "a\"b, a\\\"b",
        "'a\nb', a\\nb",
        "'a\tb\r', 'a b '",
        "a\u0085b, a b",
        "'ä🙂', 'ä🙂'",
        "'', ''",
    })
    void labelValue_text_isEscaped(String value, String escaped) {
        assertThat(Escaping.labelValue(value)).isEqualTo(escaped);
    }

    @Test
    void help_text_isEscapedPerFormat() {
        assertThat(Escaping.help("a\\b \"c\"\nd\te", Format.TEXT)).isEqualTo("a\\\\b \"c\"\\nd e");
        assertThat(Escaping.help("a\\b \"c\"\nd\te", Format.OPEN_METRICS)).isEqualTo("a\\\\b \\\"c\\\"\\nd e");
    }

    @Test
    void write_emptyCells_areAbsentOrNaN() throws IOException {
        String row = "shop,web1,2,UP,,,,,\n";

        assertThat(lines(Format.TEXT, Profile.EXPORTER, row)).noneMatch(line -> line.startsWith("haproxy_server_s{"));
        assertThat(lines(Format.TEXT, Profile.PROMEX, row))
                .contains(
                        "haproxy_server_current_sessions{proxy=\"shop\",server=\"web1\"} NaN",
                        "haproxy_server_sessions_total{proxy=\"shop\",server=\"web1\"} NaN");
        assertThat(lines(Format.OPEN_METRICS, Profile.PROMEX, row))
                .contains("haproxy_server_current_sessions{proxy=\"shop\",server=\"web1\"} NaN")
                .noneMatch(line -> line.startsWith("haproxy_server_sessions_total{"));
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "-0.5, false", "0, true", "0.5, true", "18446744073709551615, true"})
    void write_counterBelowZero_isNoneInOpenMetrics(String figure, boolean there) throws IOException {
        String row = "a,b,2,UP," + figure + "," + figure + ",,,\n";
        String counter = "haproxy_server_sessions_total{backend=\"a\",server=\"b\"} " + figure;

        assertThat(lines(Format.TEXT, Profile.EXPORTER, row)).contains(counter);
        assertThat(lines(Format.OPEN_METRICS, Profile.EXPORTER, row).contains(counter))
                .isEqualTo(there);
        assertThat(lines(Format.OPEN_METRICS, Profile.EXPORTER, row))
                .contains("haproxy_server_current_sessions{backend=\"a\",server=\"b\"} " + figure);
    }

    @Test
    void write_fractionsAndLargeNumbers_keepTheirDigits() throws IOException {
        assertThat(lines(Format.TEXT, Profile.EXPORTER, "a,b,2,UP,0.25,18446744073709551615,18446744073709551615,,\n"))
                .contains(
                        "haproxy_server_current_sessions{backend=\"a\",server=\"b\"} 0.25",
                        "haproxy_server_sessions_total{backend=\"a\",server=\"b\"} 18446744073709551615",
                        "haproxy_server_check_duration_seconds{backend=\"a\",server=\"b\"} 18446744073709551.615");
        assertThat(lines(Format.TEXT, Profile.EXPORTER, "a,b,2,UP,-1,,1.5,,\n"))
                .contains(
                        "haproxy_server_current_sessions{backend=\"a\",server=\"b\"} -1",
                        "haproxy_server_check_duration_seconds{backend=\"a\",server=\"b\"} 0.0015");
    }

    @Test
    void write_manyLongLabels_areAllWhole() throws IOException {
        StringBuilder stat = new StringBuilder(HEADER);
        for (int i = 0; i < 2000; i++) {
            stat.append("backend.")
                    .append("x".repeat(i % 200))
                    .append(",é")
                    .append(i)
                    .append(",2,UP,")
                    .append(i)
                    .append(",,,,\n");
        }
        List<io.github.haproxyexporter.testing.Sample> samples = ExpositionParser.text(
                        encode(Format.TEXT, families(Profile.EXPORTER, stat.toString()))
                                .getBytes(StandardCharsets.UTF_8))
                .get("haproxy_server_current_sessions")
                .samples();

        assertThat(samples).hasSize(2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(samples.get(i).label("backend")).isEqualTo("backend." + "x".repeat(i % 200));
            assertThat(samples.get(i).label("server")).isEqualTo("é" + i);
            assertThat(samples.get(i).value()).isEqualTo(i);
        }
    }

    @Test
    void write_currentStatesOnly_hasOneSeriesOfEachObject() throws IOException {
        FamilyAssembler assembler = new FamilyAssembler(
                Catalogue.load(),
                KnownColumns.load(),
                Profile.EXPORTER,
                ServerFilter.everything(),
                new FamilyFilter(List.of("haproxy_*_status"), List.of(), false));
        String stat = "# pxname,svname,type,status,check_status,\nweb,FRONTEND,0,OPEN,,\nweb,sock-1,3,ODD,,\n"
                + "shop,web1,2,UP,L7OK,\nshop,web2,2,DOWN,* L4CON,\nshop,web3,2,no check,,\nshop,web4,2,UP,L9NEW,\n";
        List<Family> families = assembler.families(
                Snapshots.read(Dump.of(stat), assembler.request(Selection.everything())), Selection.everything());

        assertThat(encode(Format.TEXT, families).lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "haproxy_frontend_status{frontend=\"web\",state=\"UP\"} 1",
                        "haproxy_server_status{backend=\"shop\",server=\"web1\",state=\"UP\"} 1",
                        "haproxy_server_status{backend=\"shop\",server=\"web2\",state=\"DOWN\"} 1",
                        "haproxy_server_status{backend=\"shop\",server=\"web3\",state=\"UP\"} 1",
                        "haproxy_server_status{backend=\"shop\",server=\"web4\",state=\"UP\"} 1",
                        "haproxy_server_check_status{backend=\"shop\",server=\"web1\",state=\"L7OK\"} 1",
                        "haproxy_server_check_status{backend=\"shop\",server=\"web2\",state=\"L4CON\"} 1");
    }

    @Test
    void write_constantLabels_followTheObjects() throws IOException {
        String stat = "# pxname,svname,type,status,hrsp_2xx,\nweb,FRONTEND,0,OPEN,5,\n";

        assertThat(encode(Format.TEXT, families(Profile.EXPORTER, stat)))
                .contains("haproxy_frontend_http_responses_total{frontend=\"web\",code=\"2xx\"} 5\n");
    }

    @Test
    void write_textsOfTheProcess_haveTheirOwnLabels() throws IOException {
        assertThat(encode(Format.TEXT, Snapshots.families(Dump.haproxy26(), Profile.EXPORTER)))
                .contains("haproxy_process_description{desc=\"Edge \\\"north\\\"\"} 1\n")
                .contains("haproxy_process_jobs ");
    }

    @Test
    void contentType_ofEachFormat() {
        assertThat(Format.TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(Format.TEXT.mediaType()).isEqualTo("text/plain");
        assertThat(Format.OPEN_METRICS.contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(Format.OPEN_METRICS.mediaType()).isEqualTo("application/openmetrics-text");
    }

    private static List<String> lines(Format format, Profile profile, String row) throws IOException {
        FamilyAssembler assembler = new FamilyAssembler(
                Catalogue.load(), KnownColumns.load(), profile, ServerFilter.everything(), FamilyFilter.everything());
        Selection selection = Selection.of(List.of(Map.entry("scope", "server")));
        String text = encode(
                format,
                assembler.families(Snapshots.read(Dump.of(HEADER + row), assembler.request(selection)), selection));
        byte[] whole = (format == Format.OPEN_METRICS ? text + "# EOF\n" : text).getBytes(StandardCharsets.UTF_8);
        if (format == Format.OPEN_METRICS) {
            ExpositionParser.openMetrics(whole);
        } else {
            ExpositionParser.text(whole);
        }
        return List.of(text.split("\n", -1)).subList(0, text.split("\n", -1).length - 1);
    }

    private static List<Family> families(Profile profile, String stat) {
        return Snapshots.families(Dump.of(stat), profile);
    }

    private static String encode(Format format, List<Family> families) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new Exposition(families, format).toBytes());
        return out.toString(StandardCharsets.UTF_8);
    }
}
