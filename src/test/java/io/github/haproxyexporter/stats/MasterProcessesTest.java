package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterProcessesTest {

    private static final String HEADER = "#<PID>          <type>          <reloads>       <uptime>        <version>\n";

    /** Answers of 2.6 and 3.0, of 3.2 and of 2.2, with a slash for each line end. */
    @ParameterizedTest
    @CsvSource({
        "10 master 0 [failed: 0] 0d00h00m02s 2.6.12/# workers/11 worker 0 0d00h00m02s 2.6.12/# programs, 0, 0, 0, ''",
        "10 master 2 [failed: 1] 0d00h00m07s 2.6.12/# workers/12 worker 1 0d00h00m04s 2.6.12/# old workers/"
                + "11 worker 2 1d02h03m04s 2.6.12/# programs, 2, 1, 1, 93784",
        "10 master 2 [failed: 1] 0d00h00m08s 3.2.26/# workers/# old workers/12 worker 1 0d00h00m04s 3.2.26/"
                + "11 worker 2 0d00h00m08s 3.2.26, 2, 1, 1, 8",
        "10 master 3 [failed: 1] 0d00h00m08s 3.2.26/# workers/# old workers/12 worker 1 0d00h00m04s 3.2.26, 3, 1, 0, ''",
        "10 master 3 0d00h00m08s 2.2.1/# workers/12 worker 0 0d00h00m04s 2.2.1, 3, '', 0, ''",
    })
    void read_processes_areCounted(String answer, String reloads, String failures, String old, String oldest)
            throws Exception {
        Records master = Answers.records(HEADER + answer.replace("/", "\n") + "\n\n", MasterProcesses::read);

        assertThat(master.text(0, "reloads")).isEqualTo(reloads);
        assertThat(master.text(0, "failures")).isEqualTo(failures);
        assertThat(master.text(0, "old_workers")).isEqualTo(old);
        assertThat(master.text(0, "oldest")).isEqualTo(oldest);
    }

    @Test
    void read_socketOfAWorker_isRefused() {
        HaproxyException e = catchThrowableOfType(
                HaproxyException.class,
                () -> Answers.records("Unknown command: 'show proc'.\n  help\n\n", MasterProcesses::read));

        assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL);
        assertThat(e).hasMessageContaining("show proc");
    }
}
