package goldcrest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;

/** Beans by their getters and setters, as lenient as AWS's runtime: names that are unknown are passed over, null is left out. */
final class JacksonMapping implements Mapping {
    private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events.";
    private static ObjectMapper beans;
    private static ObjectMapper events;

    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JacksonMapping(ObjectMapper mapper, JavaType type) {
        reader = mapper.readerFor(type);
        writer = mapper.writerFor(type);
    }

    static JacksonMapping of(Type type) {
        ObjectMapper mapper = type.getTypeName().startsWith(EVENTS) ? forEvents() : forBeans();
        return new JacksonMapping(mapper, mapper.constructType(type));
    }

    @Override
    public Object read(byte[] json) throws IOException {
        return reader.readValue(json);
    }

    @Override
    public byte[] write(Object value) throws IOException {
        return writer.writeValueAsBytes(value);
    }

    private static ObjectMapper forBeans() {
        if (beans == null) {
            beans = builder().build();
        }

        return beans;
    }

    /** The classes of AWS's events write their names otherwise than the services do: eventSourceARN is getEventSourceArn. */
    private static ObjectMapper forEvents() {
        if (events == null) {
            events = builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES).build();
            JodaTimes.addTo(events);
        }

        return events;
    }

    private static JsonMapper.Builder builder() {
        return JsonMapper.builder()
            .addModule(new LibraryTypes())
            .enable(
                JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS, JsonReadFeature.ALLOW_SINGLE_QUOTES,
                JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonGenerator.Feature.IGNORE_UNKNOWN)
            .enable(MapperFeature.USE_STD_BEAN_NAMING)
            .disable(MapperFeature.AUTO_DETECT_CREATORS, MapperFeature.INFER_PROPERTY_MUTATORS, MapperFeature.USE_GETTERS_AS_SETTERS)
            .enable(
                DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT, DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
                DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY, DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
                DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.EAGER_SERIALIZER_FETCH, SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .serializationInclusion(JsonInclude.Include.NON_NULL);
    }
}
