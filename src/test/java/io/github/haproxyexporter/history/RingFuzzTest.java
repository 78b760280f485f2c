package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Whatever a ring holds, its lines are read to the end, and the events that come of them are whole, bounded and valid JSON. */
class RingFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void ring(byte[] bytes) throws IOException {
        History history = new History(50, new MemoryBudget(1 << 20));
        StateLog states = new StateLog(new MemoryBudget(1 << 20), "haproxy", "", history, () -> {});
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(bytes));
        int count = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            states.line(line, count++ % 2 == 0);
        }
        List<Event> events = history.events(event -> true, 100);
        assertThat(events).hasSizeLessThanOrEqualTo(50).allSatisfy(event -> {
            assertThat(event.reason()).hasSizeLessThanOrEqualTo(240);
            assertThat(event.from()).isNotEqualTo(event.to());
            assertThat(event.backend()).matches("[A-Za-z0-9_.:-]+");
        });
        JsonNode json = new ObjectMapper().readTree(History.json(Instant.EPOCH, events));
        assertThat(json.path("events")).hasSize(events.size());
    }
}
