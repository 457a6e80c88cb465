package io.millrace.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Words {

    private static final double KILO = 1_000;

    private Words() {
    }

    /** Three significant places and a suffix for thousands, e.g. {@code 0.034}, {@code 12.5}, {@code 1.23M}. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= KILO * KILO * KILO) {
            return format(value / (KILO * KILO * KILO)) + "G";
        }
        if (size >= KILO * KILO) {
            return format(value / (KILO * KILO)) + "M";
        }
        return size >= 10 * KILO ? format(value / KILO) + "k" : format(value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String milliseconds(double milliseconds) {
        return format(milliseconds) + " ms";
    }

    static String value(Reading reading) {
        return reading.unit().equals(Reading.SHARE)
                ? String.format(Locale.ROOT, "%.1f %%", reading.value() * 100)
                : number(reading.value()) + "B/s";
    }

    static String span(Duration span) {
        return span.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", span.toHours(), span.toMinutesPart(), span.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", span.toMinutes(), span.toSecondsPart());
    }

    private static String format(double value) {
        double size = Math.abs(value);
        int places = size == 0 ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
