package io.millrace.firehose.transform.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A time as JQ has it: [year, month from 0, day, hour, minute, second with a fraction, weekday from Sunday, day of the year from 0], UTC.
 */
record BrokenDownTime(int year, int month, int day, int hour, int minute, double second, int weekday, int yearDay) {

    private static final int FIELDS_MIN = 6, FIELDS = 8, SECONDS_OF_DAY = 86_400, SECONDS_OF_HOUR = 3_600, SECONDS_OF_MINUTE = 60, DAYS_OF_WEEK = 7,
            MONTHS = 12;
    private static final double SECONDS_MAX = 31_556_889_864_403_199.0;

    static BrokenDownTime ofEpochSeconds(double seconds) {
        if (!(Math.abs(seconds) < SECONDS_MAX)) {
            throw new IllegalArgumentException("error converting number of seconds since epoch to datetime");
        }
        double whole = Math.floor(seconds);
        LocalDateTime time = LocalDateTime.ofEpochSecond((long) whole, 0, ZoneOffset.UTC);
        return of(time.toLocalDate(), time.getHour(), time.getMinute(), time.getSecond() + (seconds - whole));
    }

    static BrokenDownTime of(LocalDate date, int hour, int minute, double second) {
        return new BrokenDownTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth(), hour, minute, second,
                date.getDayOfWeek().getValue() % DAYS_OF_WEEK, date.getDayOfYear() - 1);
    }

    /** @param function for the message */
    static BrokenDownTime of(JsonNode array, String function) {
        if (!array.isArray() || array.size() < FIELDS_MIN) {
            throw new IllegalArgumentException(function + " requires parsed datetime inputs");
        }
        for (JsonNode field : array) {
            if (!field.isNumber()) {
                throw new IllegalArgumentException(function + " requires parsed datetime inputs");
            }
        }
        boolean whole = array.size() >= FIELDS;
        return new BrokenDownTime(array.get(0).asInt(), array.get(1).asInt(), array.get(2).asInt(), array.get(3).asInt(), array.get(4).asInt(),
                array.get(5).asDouble(), whole ? array.get(6).asInt() : 0, whole ? array.get(7).asInt() : 0);
    }

    ArrayNode toJson() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(FIELDS);
        array.add(year).add(month).add(day).add(hour).add(minute);
        if (second == Math.rint(second)) {
            array.add((int) second);
        } else {
            array.add(second);
        }
        return array.add(weekday).add(yearDay);
    }

    /** Fields beyond their ranges carry over, as in C. */
    long epochSeconds() {
        long days = LocalDate.of(Math.toIntExact(year + Math.floorDiv(month, MONTHS)), Math.floorMod(month, MONTHS) + 1, 1).toEpochDay() + day - 1;
        return days * SECONDS_OF_DAY + (long) hour * SECONDS_OF_HOUR + (long) minute * SECONDS_OF_MINUTE + (long) second;
    }

    LocalDate date() {
        return LocalDate.of(year, month + 1, day);
    }
}
