package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuffersTest {

    private final Buffers buffers = new Buffers(MemoryBudget.unlimited().openCache());

    @Test
    void take_givenBack_isUsedAgain() {
        PieceBuffer buffer = buffers.take();
        buffers.giveBack(buffer);

        assertThat(buffers.take()).isSameAs(buffer);
        assertThat(buffers.take()).isNotSameAs(buffer);
    }

    @Test
    void giveBack_moreThanAFew_keepsAFew() {
        List<PieceBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 2 * Buffers.MOST_SPARE; i++) {
            taken.add(buffers.take());
        }
        taken.forEach(buffers::giveBack);

        Set<PieceBuffer> again = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < taken.size(); i++) {
            again.add(buffers.take());
        }
        again.retainAll(taken);
        assertThat(again).hasSize(Buffers.MOST_SPARE);
    }

    @Test
    void giveBack_grown_isNotKept() {
        PieceBuffer buffer = buffers.take();
        buffer.ensure(PieceBuffer.SIZE + 1);
        buffers.giveBack(buffer);

        assertThat(buffers.take()).isNotSameAs(buffer);
    }

    @Test
    void ensure_longer_keepsWhatIsThereAndMakesRoomForMore() {
        PieceBuffer buffer = new PieceBuffer(10);
        buffer.bytes()[9] = 7;
        buffer.ensure(10);
        assertThat(buffer.bytes()).hasSize(10);

        buffer.ensure(11);
        assertThat(buffer.bytes()).hasSize(20);
        assertThat(buffer.bytes()[9]).isEqualTo((byte) 7);

        buffer.ensure(100);
        assertThat(buffer.bytes()).hasSize(100);
    }
}
