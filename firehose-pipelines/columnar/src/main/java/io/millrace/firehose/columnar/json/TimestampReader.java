package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.firehose.columnar.protocol.ConversionJob.JsonRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import org.joda.time.format.DateTimeFormat;

/**
 * Timestamps in UTC. OpenX takes ISO 8601 with {@code Z}, {@code yyyy-M-d HH:mm:ss[.S]}, and seconds or milliseconds since the epoch as numbers
 * or digits; Hive takes {@code yyyy-M-d HH:mm:ss[.S]}, or the configured formats instead.
 */
final class TimestampReader implements ValueReader {

    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    private static final BigDecimal MILLISECONDS_MAX = new BigDecimal("1e17");
    private static final int FRACTION_DIGITS = 9, NUMBER_CHARACTERS_MAX = 40;
    private static final String EXPECTED = "a timestamp", MILLIS = "millis";
    private static final DateTimeFormatter SQL = new DateTimeFormatterBuilder().appendPattern("yyyy-M-d H:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, FRACTION_DIGITS, true).toFormatter(java.util.Locale.ROOT);
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, FRACTION_DIGITS, true).appendLiteral('Z').toFormatter(java.util.Locale.ROOT);

    private final boolean openX;
    private final boolean millis;
    private final List<org.joda.time.format.DateTimeFormatter> formats;

    TimestampReader(JsonRules rules) {
        this.openX = rules.lenient();
        this.millis = rules.timestampFormats().contains(MILLIS);
        this.formats = rules.timestampFormats().stream().filter(format -> !format.equals(MILLIS))
                .map(format -> DateTimeFormat.forPattern(format).withZoneUTC()).toList();
    }

    @Override
    public Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric() && (openX || millis)) {
            return ofNumber(parser);
        }
        if (token != JsonToken.VALUE_STRING) {
            throw ValueReaders.mismatch(parser, EXPECTED);
        }
        String text = parser.getText();
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-' && text.length() < 2 || c == '-' && text.charAt(0) == '-');
        if (digits && (openX || millis)) {
            return ofNumber(parser);
        }
        return formats.isEmpty() && !millis ? ofText(parser, text) : ofFormats(parser, text);
    }

    private Instant ofText(JsonParser parser, String text) throws IOException {
        boolean iso = openX && text.indexOf('T') > 0;
        try {
            return LocalDateTime.parse(text, iso ? ISO : SQL).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw ValueReaders.mismatch(parser, EXPECTED);
        }
    }

    private Instant ofFormats(JsonParser parser, String text) throws IOException {
        for (org.joda.time.format.DateTimeFormatter format : formats) {
            try {
                return Instant.ofEpochMilli(format.parseMillis(text));
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        throw ValueReaders.mismatch(parser, EXPECTED);
    }

    private Instant ofNumber(JsonParser parser) throws IOException {
        String text = parser.getText();
        BigDecimal number;
        try {
            number = new BigDecimal(text.length() > NUMBER_CHARACTERS_MAX ? "" : text);
        } catch (NumberFormatException e) {
            throw ValueReaders.mismatch(parser, EXPECTED);
        }
        if (number.precision() - (long) number.scale() > MILLISECONDS_MAX.precision() - (long) MILLISECONDS_MAX.scale()) {
            throw ValueReaders.mismatch(parser, EXPECTED);
        }
        boolean inMillis = !openX || number.abs().compareTo(BigDecimal.valueOf(FIRST_MILLISECONDS)) >= 0;
        BigDecimal seconds = (inMillis ? number.movePointLeft(3) : number).setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole).movePointRight(FRACTION_DIGITS).longValueExact());
    }
}
