package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Profile;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** An answer that ends too early is never taken for a whole one, wherever it ends. */
class CutAnswersTest {
    private final Exposer exposer = new Exposer();

    @Test
    void smallAnswer_cutAtEveryByte_isTruncated() {
        byte[] whole = Dumps.small();
        for (int length = 0; length < whole.length; length++) {
            assertCut(Arrays.copyOf(whole, length), Integer.MAX_VALUE);
        }
    }

    @Property(tries = 200)
    void largeAnswer_cutAnywhere_isTruncated(
            @ForAll @IntRange(min = 0, max = 1_000_000) int place, @ForAll @IntRange(min = 1, max = 5000) int piece) {
        byte[] whole = Dumps.full();
        assertCut(Arrays.copyOf(whole, place % whole.length), piece);
    }

    @Test
    void largeAnswer_inPieces_isTheSame() throws HaproxyException {
        byte[] whole = Dumps.full();
        var expected = exposer.text(CannedClient.socket(whole), Profile.EXPORTER);
        for (int piece : new int[] {1, 2, 3, 7, 4095, 65_537}) {
            assertThat(exposer.text(CannedClient.socket(whole).inPieces(piece), Profile.EXPORTER))
                    .isEqualTo(expected);
        }
    }

    /** Over HTTP nothing but the end of the body ends the table, so only a cut line shows. */
    @Test
    void page_cutInALine_isTruncated() {
        String page = Dumps.stat(Dumps.small()).stripTrailing() + "\n";
        for (int length = 0; length < page.length(); length++) {
            byte[] cut = page.substring(0, length).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (length == 0 || page.charAt(length - 1) != '\n') {
                assertKind(CannedClient.page(cut));
            }
        }
    }

    private void assertCut(byte[] cut, int piece) {
        assertKind(CannedClient.socket(cut).inPieces(piece));
    }

    private void assertKind(CannedClient client) {
        assertThatThrownBy(() -> exposer.families(client, Profile.EXPORTER, Exposer.WITH_MODULES))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED));
    }
}
