package io.millrace.wire.http;

import io.millrace.clock.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The Date header. Clients whose clock is wrong set it by the Date of the answer that says so. */
public final class HttpDates {

    private HttpDates() {
    }

    /** The clock's time in the form of RFC 1123. */
    public static String now(Clock clock) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochMilli(clock.millis()).atZone(ZoneOffset.UTC));
    }
}
