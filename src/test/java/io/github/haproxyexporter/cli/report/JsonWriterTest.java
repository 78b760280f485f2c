package io.github.haproxyexporter.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void values_ofEveryKind_areLaidOut() {
        String json = new JsonWriter()
                .beginObject()
                .member("text", "a\"\\\n\u0000\u001b\u2028")
                .member("none", Optional.<String>empty())
                .member("port", OptionalInt.of(80))
                .key("list")
                .beginArray()
                .value(1)
                .value(true)
                .nullValue()
                .endArray()
                .key("empty")
                .beginArray()
                .endArray()
                .endObject()
                .toString();
        assertThat(json).isEqualTo("""
                {
                  "text": "a\\"\\\\\\n\\u0000\\u001b\\u2028",
                  "none": null,
                  "port": 80,
                  "list": [
                    1,
                    true,
                    null
                  ],
                  "empty": []
                }""");
    }

    @Property
    void value_anyText_isReadBackAsItWas(@ForAll String text) throws JsonProcessingException {
        String json = new JsonWriter().beginArray().value(text).endArray().toString();
        assertThat(new ObjectMapper().readTree(json).get(0).asText()).isEqualTo(text);
        assertThat(json).doesNotContain("\u001b", "\u0007");
    }

    @Test
    void end_withoutBegin_isRefused() {
        JsonWriter writer = new JsonWriter().beginObject();
        assertThatThrownBy(writer::endArray).isInstanceOf(IllegalStateException.class);
    }
}
