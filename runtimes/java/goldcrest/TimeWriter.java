package goldcrest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
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
import java.time.ZonedDateTime;

/** Times as AWS's runtime writes them: moments and durations as seconds with nine decimals, local dates and times as arrays, the rest as text. */
final class TimeWriter extends JsonSerializer<Object> {
    private static final int NANO_DIGITS = 9;

    static boolean knows(Class<?> type) {
        return type == Instant.class || type == OffsetDateTime.class || type == ZonedDateTime.class || type == Duration.class || type == LocalDate.class
            || type == LocalDateTime.class || type == LocalTime.class || type == Year.class || type == YearMonth.class || type == Period.class
            || ZoneId.class.isAssignableFrom(type);
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
        if (value instanceof Instant) {
            Instant instant = (Instant) value;
            json.writeNumber(seconds(instant.getEpochSecond(), instant.getNano()));
        } else if (value instanceof OffsetDateTime) {
            serialize(((OffsetDateTime) value).toInstant(), json, provider);
        } else if (value instanceof ZonedDateTime) {
            serialize(((ZonedDateTime) value).toInstant(), json, provider);
        } else if (value instanceof Duration) {
            Duration duration = (Duration) value;
            json.writeNumber(seconds(duration.getSeconds(), duration.getNano()));
        } else if (value instanceof LocalDate) {
            LocalDate date = (LocalDate) value;
            array(json, date.getYear(), date.getMonthValue(), date.getDayOfMonth());
        } else if (value instanceof LocalTime) {
            json.writeStartArray();
            time(json, (LocalTime) value);
            json.writeEndArray();
        } else if (value instanceof LocalDateTime) {
            LocalDateTime both = (LocalDateTime) value;
            json.writeStartArray();
            numbers(json, both.getYear(), both.getMonthValue(), both.getDayOfMonth());
            time(json, both.toLocalTime());
            json.writeEndArray();
        } else if (value instanceof Year) {
            json.writeNumber(((Year) value).getValue());
        } else if (value instanceof YearMonth) {
            array(json, ((YearMonth) value).getYear(), ((YearMonth) value).getMonthValue());
        } else {
            json.writeString(value.toString());
        }
    }

    /** Seconds and nanoseconds are left out where nothing follows that is not zero. */
    private static void time(JsonGenerator json, LocalTime time) throws IOException {
        numbers(json, time.getHour(), time.getMinute());
        if (time.getSecond() > 0 || time.getNano() > 0) {
            json.writeNumber(time.getSecond());
        }

        if (time.getNano() > 0) {
            json.writeNumber(time.getNano());
        }
    }

    private static void array(JsonGenerator json, int... numbers) throws IOException {
        json.writeStartArray();
        numbers(json, numbers);
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, int... numbers) throws IOException {
        for (int number : numbers) {
            json.writeNumber(number);
        }
    }

    private static BigDecimal seconds(long seconds, int nanos) {
        return seconds == 0 && nanos == 0 ? BigDecimal.ZERO.setScale(1) : BigDecimal.valueOf(seconds).setScale(NANO_DIGITS).add(BigDecimal.valueOf(nanos, NANO_DIGITS));
    }
}
