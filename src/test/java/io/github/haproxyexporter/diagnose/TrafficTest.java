package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final String HEADER =
            "# pxname,svname,type,status,stot,hrsp_5xx,econ,eresp,wretr,rtime,scur,slim,qcur,\n";

    @Test
    void of_serverBesideItsPeers_namesWhatStandsOut() {
        StatTable before = table("shop,a,2,UP,100,0,0,0,0,20,1,,0,\nshop,b,2,UP,100,0,0,0,0,20,1,,0,\n"
                + "shop,c,2,UP,100,5,0,0,0,20,1,,0,\nshop,BACKEND,1,UP,300,5,0,0,0,20,3,,0,\n");
        StatTable after = table("shop,a,2,UP,200,0,0,0,0,20,1,,0,\nshop,b,2,UP,200,0,6,3,6,900,9,10,0,\n"
                + "shop,c,2,UP,200,55,0,0,0,20,5,5,4,\nshop,BACKEND,1,UP,650,105,6,3,6,20,3,,2,\n");
        assertThat(Traffic.of("shop", before, after, Duration.ofSeconds(2))
                        .orElseThrow()
                        .remarks())
                .containsExactly(
                        "b: 3.0/s connections to it fail",
                        "b: 1.5/s answers of it break off or are invalid",
                        "b: 3.0/s connections to it are tried again",
                        "b takes 900 ms to answer, its peers 20 ms",
                        "b has 9 of at most 10 sessions",
                        "c answers 50% of its requests with 5xx, its peers 0%",
                        "4 requests wait for c, which has its maxconn of sessions",
                        "HAProxy itself answers 25.0 requests/s with 5xx: no server took them in time",
                        "2 requests wait for any server of the backend");
    }

    @Test
    void of_healthyOrIdleOrRestarted_nothingStandsOut() {
        StatTable before = table("shop,a,2,UP,100,9,9,9,9,20,1,,0,\nshop,BACKEND,1,UP,100,9,9,9,9,20,1,,0,\n");
        StatTable reloaded = table("shop,a,2,UP,1,0,0,0,0,20,1,,0,\nshop,new,2,UP,1,0,0,0,0,20,1,,0,\n"
                + "shop,BACKEND,1,UP,1,0,0,0,0,20,1,,0,\n");
        assertThat(Traffic.of("shop", before, before, Duration.ofSeconds(2))
                        .orElseThrow()
                        .remarks())
                .isEmpty();
        assertThat(Traffic.of("shop", before, reloaded, Duration.ofSeconds(2))
                        .orElseThrow()
                        .remarks())
                .isEmpty();
        assertThat(Traffic.of("none", before, before, Duration.ofSeconds(2))).isEmpty();
    }

    private static StatTable table(String rows) {
        return Snapshots.read(Dump.of(HEADER + rows), SnapshotRequest.everything())
                .table();
    }
}
