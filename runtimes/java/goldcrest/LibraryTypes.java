package goldcrest;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import java.util.Optional;

/** Gives the classes of java.time and Optional, which Jackson refuses by itself, the form that they have on AWS. What does so is loaded with the first of them. */
final class LibraryTypes extends Module {
    @Override
    public String getModuleName() {
        return LibraryTypes.class.getName();
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    private static boolean isTime(JavaType type) {
        return type.getRawClass().getName().startsWith("java.time.");
    }

    private static final class Writers extends Serializers.Base {
        @Override
        public JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type, BeanDescription description) {
            return isTime(type) && TimeWriter.knows(type.getRawClass()) ? new TimeWriter() : type.getRawClass() == Optional.class ? new OptionalValues.Writer() : null;
        }
    }

    private static final class Readers extends Deserializers.Base {
        @Override
        public JsonDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config, BeanDescription description) {
            return isTime(type) && TimeReader.knows(type.getRawClass())
                ? new TimeReader(type.getRawClass())
                : type.getRawClass() == Optional.class ? new OptionalValues.Reader(type.containedTypeOrUnknown(0)) : null;
        }
    }
}
