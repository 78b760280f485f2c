package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics that somebody else writes: none of it becomes a command, and none of it is connected to. */
class HostileStatisticsTest {
    private static final HaproxyAddress SOCKET = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    private static final HaproxyAddress PAGE = HaproxyAddress.parse("http://stats.example.com/;csv");

    @ParameterizedTest
    @ValueSource(strings = {"x;disable frontend fe;#", "x\ndisable frontend fe", "a/b", "x y", "ü", "$(id)", "x'"})
    void name_thatHaproxyCannotHave_isInNoCommand(String name) throws Exception {
        assertThat(commands(SOCKET, "shop", name, "MAINT", "", ""))
                .noneMatch(command -> command.contains("haproxy-exporter server"));
        assertThat(commands(SOCKET, name, "web1", "MAINT", "", ""))
                .noneMatch(command -> command.contains("haproxy-exporter server"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x/y", "--help/y", "@/etc/passwd", "shop/web1;id", "shop"})
    void trackedServer_thatWouldBeAnOptionOrAFile_isInNoCommand(String tracked) throws Exception {
        assertThat(commands(SOCKET, "shop", "web1", "", tracked, "")).isEmpty();
    }

    @Test
    void trackedServer_withAnHonestName_isToBeDiagnosed() throws Exception {
        assertThat(commands(SOCKET, "shop", "web1", "", "api/web-1:8080", ""))
                .contains("haproxy-exporter diagnose api/web-1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-oProxyCommand=id:1", "@/etc/passwd:1", "intranet.example.com:80", "unix@/x", "1.2.3.4:1 -x"})
    void address_thatIsNoNumber_isNotConnectedTo(String address) throws Exception {
        ServerView server =
                stats("shop", "web1", "L4CON", "", address).servers().get(0);
        assertThat(server.address()).isEmpty();
        assertThat(commands(SOCKET, "shop", "web1", "L4CON", "", address)).noneMatch(each -> each.contains(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:80", "[2001:db8::1]:8080"})
    void address_asHaproxyShowsIt_isKept(String address) throws Exception {
        assertThat(stats("shop", "web1", "L4CON", "", address).servers().get(0).address())
                .contains(address);
    }

    /** The socket of this machine's HAProxy need not be that of the one behind the page. */
    @Test
    void statisticsPage_getsNoCommandForASocket() throws Exception {
        assertThat(commands(PAGE, "shop", "web1", "MAINT", "", "")).isEmpty();
        assertThat(commands(SOCKET, "shop", "web1", "MAINT", "", "")).isNotEmpty();
        assertThat(commands(PAGE, "shop", "web1", "L4CON", "", "10.0.0.1:80"))
                .isNotEmpty()
                .noneMatch(command -> command.contains("sock") || command.contains("haproxy-exporter server"));
    }

    private static List<String> commands(
            HaproxyAddress haproxy, String backend, String server, String check, String tracked, String address)
            throws Exception {
        StatView stats = stats(backend, server, check, tracked, address);
        return new Diagnostician(
                        new Sources(haproxy, Instant.EPOCH), stats, new Wanted(List.of(backend + "/" + server)))
                .diagnose(group -> {}).groups().stream()
                        .flatMap(group -> group.actions().stream())
                        .map(Action::text)
                        .filter(text -> !text.isEmpty())
                        .toList();
    }

    private static StatView stats(String backend, String server, String check, String tracked, String address) {
        Dump dump = Dump.of(row(backend, server, check, tracked, address));
        return StatView.of(Snapshots.read(dump, SnapshotRequest.everything()).table());
    }

    private static String row(String backend, String server, String check, String tracked, String address) {
        boolean maint = check.equals("MAINT");
        return "# pxname,svname,type,status,check_status,tracked,addr,\n"
                + String.join(
                        ",",
                        Stream.of(backend, server, "2", maint ? "MAINT" : "DOWN", maint ? "" : check, tracked, address)
                                .map(cell -> '"' + cell + '"')
                                .toList())
                + ",\n";
    }
}
