package io.github.haproxyexporter.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void values_ofEveryKind_areLaidOut() {
        assertThat(Json.write(Json.object(
                        "text", "a\"\\\n\u0000\u001b\u2028",
                        "none", Optional.empty(),
                        "some", Optional.of(Json.object("name", "x")),
                        "port", OptionalInt.of(80),
                        "bytes", OptionalLong.empty(),
                        "list", List.of(1, true, 1L << 40),
                        "empty", List.of())))
                .isEqualTo("""
                        {
                          "text": "a\\"\\\\\\n\\u0000\\u001B\\u2028",
                          "none": null,
                          "some": {
                            "name": "x"
                          },
                          "port": 80,
                          "bytes": null,
                          "list": [
                            1,
                            true,
                            1099511627776
                          ],
                          "empty": []
                        }
                        """);
    }

    @Property
    void write_anyText_isReadBackAsItWas(@ForAll String text) throws JsonProcessingException {
        String json = Json.write(List.of(text));
        assertThat(new ObjectMapper().readTree(json).get(0).asText()).isEqualTo(text);
        assertThat(json).matches("[ -~\n]*");
    }
}
