package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32SumTest {

    @Test
    void append_parts_isTheCrcOfTheWhole() {
        Random random = new Random(44);
        for (int round = 0; round < 200; round++) {
            byte[] whole = new byte[random.nextInt(20_000)];
            random.nextBytes(whole);
            Crc32Sum sum = new Crc32Sum();
            for (int at = 0; at < whole.length; ) {
                int end = Math.min(whole.length, at + random.nextInt(5_000));
                sum.append(crc(Arrays.copyOfRange(whole, at, end)), end - at);
                at = end;
            }

            assertThat(sum.crc()).isEqualTo(crc(whole));
            assertThat(sum.length()).isEqualTo(whole.length);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
