package io.millrace.video.body;

import io.millrace.video.api.VideoFault;
import io.millrace.video.ingest.ProducerTime;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the headers of a PutMedia request say.
 *
 * @param streamName or {@code streamArn}, as sent
 */
record PutMediaCall(Optional<String> streamName, Optional<String> streamArn, ProducerTime time) {

    static final String STREAM_NAME = "x-amzn-stream-name";
    static final String STREAM_ARN = "x-amzn-stream-arn";
    static final String TIMECODE_TYPE = "x-amzn-fragment-timecode-type";
    static final String PRODUCER_START = "x-amzn-producer-start-timestamp";
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,11})(?:\\.(\\d{1,9}))?");
    private static final int MILLIS_DIGITS = 3;
    private static final int NANOS_DIGITS = 9;

    /** @throws io.millrace.wire.WireException when a header is missing or makes no sense */
    static PutMediaCall of(MultiMap headers) {
        String type = Optional.ofNullable(headers.get(TIMECODE_TYPE))
                .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("The header " + TIMECODE_TYPE + " is missing."));
        Optional<Long> startMillis = Optional.ofNullable(headers.get(PRODUCER_START)).map(PutMediaCall::millis);
        ProducerTime time = switch (type) {
            case "ABSOLUTE" -> ProducerTime.ABSOLUTE;
            case "RELATIVE" -> new ProducerTime(startMillis.orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because(
                    "The header " + PRODUCER_START + " is missing: timecodes are RELATIVE to it.")));
            default -> throw VideoFault.INVALID_ARGUMENT.because(TIMECODE_TYPE + " is neither ABSOLUTE nor RELATIVE: " + type);
        };
        return new PutMediaCall(Optional.ofNullable(headers.get(STREAM_NAME)), Optional.ofNullable(headers.get(STREAM_ARN)), time);
    }

    /**
     * ISO 8601, as AWS's Java client sends it; or seconds since the epoch. Of these, one to three digits behind the point are
     * milliseconds and not a fraction: AWS's C++ producer does not pad them.
     */
    private static long millis(String text) {
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            return Long.parseLong(seconds.group(1)) * 1000 + (seconds.group(2) == null ? 0 : fraction(seconds.group(2)));
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw VideoFault.INVALID_ARGUMENT.because(PRODUCER_START + " is neither ISO 8601 nor seconds since the epoch: " + text);
        }
    }

    private static long fraction(String digits) {
        return digits.length() <= MILLIS_DIGITS ? Long.parseLong(digits)
                : Long.parseLong((digits + "0".repeat(NANOS_DIGITS)).substring(0, MILLIS_DIGITS));
    }
}
