package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import org.junit.jupiter.api.Test;

class PeersTest {

    @Test
    void read_sections_haveTheirRemotePeers() throws Exception {
        Records peers = Answers.records("""
                0x55f5669a3390: [24/Nov/2026:17:32:17] id=mypeers disabled=0 flags=0x33 resync_timeout=<PAST> task_calls=11
                  0x55f5669a7590: id=third(remote,inactive) addr=127.0.0.1:18703 last_status=CONN last_hdshk=3s
                        reconnect=1s heartbeat=<NEVER> confirm=0 tx_hbt=0 rx_hbt=0 no_hbt=0 new_conn=4 proto_err=0 coll=0
                        shared tables:
                          0x55f566af7050 local_id=1 remote_id=0 flags=0x0 remote_data=0x0
                  0x7f3dea430e40: id=other(remote,active) addr=[::1]:19102 app_state=RUNNING learn_state=NOTASSIGNED last_status=ESTA last_hdshk=1s
                  0x7f3dea430e41: id=half(remote,active) addr=127.0.0.1:19102 last_status=HSHK last_hdshk=1s
                  0x7f3dea430e42: id=gone(remote,inactive) addr=127.0.0.1:19102 last_status=ESTA last_hdshk=1s
                  0x55f5669a3500: id=me(local,inactive) addr=127.0.0.1:18701 last_status=NONE last_hdshk=<NEVER>
                0x55f5669a3391: [24/Nov/2026:17:32:17] id=off disabled=1 flags=0x33 resync_timeout=<PAST> task_calls=11
                  0x55f5669a7591: id=third(remote,inactive) addr=127.0.0.1:18703 last_status=CONN last_hdshk=3s

                """, Peers::read);

        assertThat(peers.columns()).containsExactly("peers", "peer", "up", "state");
        assertThat(peers.rows())
                .containsExactly(
                        new String[] {"mypeers", "third", "0", "CONN"},
                        new String[] {"mypeers", "other", "1", "ESTA"},
                        new String[] {"mypeers", "half", "0", "HSHK"},
                        new String[] {"mypeers", "gone", "0", "ESTA"});
    }

    @Test
    void read_nothing_isNone() throws Exception {
        assertThat(Answers.records("\n", Peers::read).size()).isZero();
    }

    @Test
    void read_anotherAnswer_isRefused() {
        HaproxyException e = catchThrowableOfType(
                HaproxyException.class, () -> Answers.records("Unknown command.\n\n", Peers::read));

        assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL);
        assertThat(e).hasMessageContaining("show peers");
    }
}
