package io.millrace.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Instants as signatures have them: {@code 20150830T123600Z}. */
final class Timestamps {

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    private Timestamps() {
    }

    static Optional<Instant> read(String text) {
        return read(text, BASIC);
    }

    /** Of a Date header, which may have the form of RFC 1123 as well. */
    static Optional<Instant> readDate(String text) {
        return read(text).or(() -> read(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    }

    private static Optional<Instant> read(String text, DateTimeFormatter format) {
        try {
            return Optional.of(format.parse(text, Instant::from));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    static String write(Instant instant) {
        return BASIC.format(instant);
    }

    /** yyyyMMdd */
    static String date(Instant instant) {
        return write(instant).substring(0, DATE_LENGTH);
    }
}
