package io.millrace.examples.telemetry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request in Apache's common or combined log format.
 *
 * @param minute the time as logged, up to the minute, e.g. {@code 17/May/2015:10:05}
 * @param status the HTTP status answered
 */
record AccessLogLine(String minute, int status) {

    private static final Pattern LINE = Pattern.compile("^\\S+ \\S+ \\S+ \\[([^\\]]{17})[^\\]]*\\] \"[^\"]*\" (\\d{3}) ");

    static Optional<AccessLogLine> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.find()
                ? Optional.of(new AccessLogLine(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean failed() {
        return status >= 400;
    }
}
