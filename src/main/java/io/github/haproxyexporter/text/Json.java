package io.github.haproxyexporter.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects as maps, arrays as iterables, and the JSON text of both. */
public final class Json {
    /** Texts come from checked servers: everything else is escaped, so that the printed result cannot steer a terminal. */
    private static final int LAST_PRINTABLE_ASCII = '~';

    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Spacing.AFTER)
            .withArrayEmptySeparator("");

    private Json() {}

    /** An object of names and values in turns. An empty optional value is null. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** An array of an object for each of these, made when it is written. */
    public static <T> Iterable<Object> each(List<T> all, Function<T, ?> object) {
        return () -> all.stream().<Object>map(object).iterator();
    }

    /** The text of a value for a person, with a final line feed. */
    public static String write(Object value) {
        StringWriter out = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(SEPARATORS)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter));
            json.setHighestNonEscapedChar(LAST_PRINTABLE_ASCII);
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out + "\n";
    }

    /** Writes the text of a value, an array's items one by one, and closes the stream unless it fails. */
    public static void write(Object value, OutputStream out) throws IOException {
        // Not by try-with-resources: to close it is to end the text as if it were whole.
        JsonGenerator json = new JsonFactory().createGenerator(out);
        write(json, value);
        json.close();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                json.writeFieldName((String) member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> array) {
            json.writeStartArray();
            for (Object item : array) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            write(json, optional.isPresent() ? optional.get() : null);
        } else if (value instanceof OptionalLong optional) {
            json.writePOJO(optional.isPresent() ? optional.getAsLong() : null);
        } else if (value instanceof OptionalInt optional) {
            json.writePOJO(optional.isPresent() ? optional.getAsInt() : null);
        } else if (value instanceof OptionalDouble optional) {
            json.writePOJO(optional.isPresent() ? optional.getAsDouble() : null);
        } else if (value instanceof Instant || value instanceof Enum<?>) {
            json.writeString(value.toString());
        } else {
            json.writePOJO(value);
        }
    }
}
