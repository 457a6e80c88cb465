package io.millrace.examples.accesslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of Apache's combined log format.
 *
 * @param request the request line, e.g. {@code GET / HTTP/1.1}
 * @param bytes   of the answer; empty when none were sent
 */
record AccessLogEntry(String host, Instant at, String request, int status, Optional<Long> bytes, String referer, String agent) {

    private static final Pattern LINE = Pattern.compile(
            "^(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] \"((?:[^\"\\\\]|\\\\.)*+)\" (\\d{3}) (\\d{1,18}|-) \"((?:[^\"\\\\]|\\\\.)*+)\" \"((?:[^\"\\\\]|\\\\.)*+)\"?\\s*$");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    static Optional<AccessLogEntry> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant at = OffsetDateTime.parse(matcher.group(2), TIME).toInstant();
            Optional<Long> bytes = matcher.group(5).equals("-") ? Optional.empty() : Optional.of(Long.valueOf(matcher.group(5)));
            return Optional.of(new AccessLogEntry(matcher.group(1), at, matcher.group(3), Integer.parseInt(matcher.group(4)), bytes, matcher.group(6),
                    matcher.group(7)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day in UTC, e.g. {@code 2015-05-17}. */
    String day() {
        return at.toString().substring(0, "yyyy-MM-dd".length());
    }
}
