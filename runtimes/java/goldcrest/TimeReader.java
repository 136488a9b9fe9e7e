package goldcrest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Times as AWS's runtime reads them: ISO 8601, seconds as a number, or an array of year, month, day, hour, minute, second and nanosecond. Moments are told in UTC. */
final class TimeReader extends JsonDeserializer<Object> {
    private static final int MOST_DIGITS = 100;

    private final Class<?> type;

    TimeReader(Class<?> type) {
        this.type = type;
    }

    static boolean knows(Class<?> type) {
        return TimeWriter.knows(type);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
        JsonToken token = json.currentToken();
        String text = json.getText();
        try {
            if (token == JsonToken.VALUE_STRING) {
                return text.trim().isEmpty() ? null : ofText(text.trim());
            }

            if (token.isNumeric()) {
                Object read = ofNumber(json.getDecimalValue());
                return read == null ? context.handleUnexpectedToken(type, json) : read;
            }

            if (token == JsonToken.START_ARRAY) {
                Object read = ofArray(context.readValue(json, int[].class));
                return read == null ? context.handleUnexpectedToken(type, json) : read;
            }
        } catch (DateTimeException | ArithmeticException wrong) {
            return context.handleWeirdStringValue(type, text, "%s", wrong.getMessage());
        }

        return context.handleUnexpectedToken(type, json);
    }

    private Object ofText(String text) {
        if (type == Instant.class) {
            return OffsetDateTime.parse(text).toInstant();
        } else if (type == OffsetDateTime.class) {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        } else if (type == ZonedDateTime.class) {
            return ZonedDateTime.parse(text).withZoneSameInstant(ZoneId.of("UTC"));
        } else if (type == Duration.class) {
            return Duration.parse(text);
        } else if (type == LocalDate.class) {
            return LocalDate.parse(text.length() > 10 && text.charAt(10) == 'T' ? text.substring(0, 10) : text);
        } else if (type == LocalDateTime.class) {
            return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
        } else if (type == LocalTime.class) {
            return LocalTime.parse(text);
        } else if (type == Year.class) {
            return Year.parse(text);
        } else if (type == YearMonth.class) {
            return YearMonth.parse(text);
        } else if (type == Period.class) {
            return Period.parse(text);
        }

        return type == ZoneOffset.class ? ZoneOffset.of(text) : ZoneId.of(text);
    }

    private Object ofNumber(BigDecimal seconds) {
        // Before it is written out: a few characters can name a number of a billion digits.
        if (Math.abs((long) seconds.scale()) > MOST_DIGITS || seconds.precision() > MOST_DIGITS) {
            throw new DateTimeException("out of range");
        }

        long whole = seconds.setScale(0, java.math.RoundingMode.FLOOR).longValueExact();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        if (type == Instant.class) {
            return Instant.ofEpochSecond(whole, nanos);
        } else if (type == OffsetDateTime.class) {
            return Instant.ofEpochSecond(whole, nanos).atOffset(ZoneOffset.UTC);
        } else if (type == ZonedDateTime.class) {
            return Instant.ofEpochSecond(whole, nanos).atZone(ZoneId.of("UTC"));
        } else if (type == Duration.class) {
            return Duration.ofSeconds(whole, nanos);
        }

        return type == Year.class ? Year.of(Math.toIntExact(whole)) : null;
    }

    private Object ofArray(int[] parts) {
        if (type == LocalDate.class && parts.length == 3) {
            return LocalDate.of(parts[0], parts[1], parts[2]);
        } else if (type == LocalTime.class && parts.length >= 2 && parts.length <= 4) {
            return LocalTime.of(parts[0], parts[1], part(parts, 2), part(parts, 3));
        } else if (type == LocalDateTime.class && parts.length >= 5 && parts.length <= 7) {
            return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], part(parts, 5), part(parts, 6));
        }

        return type == YearMonth.class && parts.length == 2 ? YearMonth.of(parts[0], parts[1]) : null;
    }

    private static int part(int[] parts, int index) {
        return index < parts.length ? parts[index] : 0;
    }
}
