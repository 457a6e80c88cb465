package io.millrace.firehose.transform.jq;

import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** C's {@code strftime} in the C locale and UTC, with glibc's flags {@code - _ 0 ^}. */
final class TimeFormat {

    private static final int HOURS_OF_HALF_DAY = 12, YEARS_OF_CENTURY = 100, DAYS_OF_WEEK = 7;

    private final BrokenDownTime time;
    private final StringBuilder text = new StringBuilder();

    private TimeFormat(BrokenDownTime time) {
        this.time = time;
    }

    static String format(BrokenDownTime time, String format) {
        TimeFormat formatted = new TimeFormat(time);
        formatted.appendAll(format);
        return formatted.text.toString();
    }

    private void appendAll(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            int start = i++;
            char flag = 0;
            while (i + 1 < format.length() && "-_0^".indexOf(format.charAt(i)) >= 0) {
                flag = format.charAt(i++);
            }
            if (!append(format.charAt(i), flag)) {
                text.append(format, start, i + 1);
            }
        }
    }

    private boolean append(char conversion, char flag) {
        switch (conversion) {
            case 'a' -> name(weekday(TextStyle.SHORT), flag);
            case 'A' -> name(weekday(TextStyle.FULL), flag);
            case 'b', 'h' -> name(month(TextStyle.SHORT), flag);
            case 'B' -> name(month(TextStyle.FULL), flag);
            case 'p' -> text.append(time.hour() < HOURS_OF_HALF_DAY ? "AM" : "PM");
            case 'P' -> text.append(time.hour() < HOURS_OF_HALF_DAY ? "am" : "pm");
            case 'z' -> text.append("+0000");
            case 'Z' -> text.append("UTC");
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case '%' -> text.append('%');
            case 'c' -> appendAll("%a %b %e %H:%M:%S %Y");
            case 'D', 'x' -> appendAll("%m/%d/%y");
            case 'F' -> appendAll("%Y-%m-%d");
            case 'r' -> appendAll("%I:%M:%S %p");
            case 'R' -> appendAll("%H:%M");
            case 'T', 'X' -> appendAll("%H:%M:%S");
            default -> {
                return appendNumber(conversion, flag);
            }
        }
        return true;
    }

    private boolean appendNumber(char conversion, char flag) {
        switch (conversion) {
            case 'C' -> number(Math.floorDiv(time.year(), YEARS_OF_CENTURY), 2, '0', flag);
            case 'd' -> number(time.day(), 2, '0', flag);
            case 'e' -> number(time.day(), 2, ' ', flag);
            case 'g' -> number(Math.floorMod(weekYear(), YEARS_OF_CENTURY), 2, '0', flag);
            case 'G' -> number(weekYear(), 1, '0', flag);
            case 'H' -> number(time.hour(), 2, '0', flag);
            case 'I' -> number(halfDayHour(), 2, '0', flag);
            case 'j' -> number(time.yearDay() + 1L, 3, '0', flag);
            case 'k' -> number(time.hour(), 2, ' ', flag);
            case 'l' -> number(halfDayHour(), 2, ' ', flag);
            case 'm' -> number(time.month() + 1L, 2, '0', flag);
            case 'M' -> number(time.minute(), 2, '0', flag);
            case 's' -> number(time.epochSeconds(), 1, '0', flag);
            case 'S' -> number((long) time.second(), 2, '0', flag);
            case 'u' -> number(time.weekday() == 0 ? DAYS_OF_WEEK : time.weekday(), 1, '0', flag);
            case 'U' -> number((time.yearDay() + DAYS_OF_WEEK - time.weekday()) / DAYS_OF_WEEK, 2, '0', flag);
            case 'V' -> number(date().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
            case 'w' -> number(time.weekday(), 1, '0', flag);
            case 'W' -> number((time.yearDay() + DAYS_OF_WEEK - (time.weekday() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK) / DAYS_OF_WEEK, 2, '0', flag);
            case 'y' -> number(Math.floorMod(time.year(), YEARS_OF_CENTURY), 2, '0', flag);
            case 'Y' -> number(time.year(), 1, '0', flag);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void number(long value, int width, char padding, char flag) {
        char pad = flag == '_' ? ' ' : flag == '0' ? '0' : padding;
        String digits = Long.toString(value);
        if (flag != '-') {
            text.repeat(pad, Math.max(0, width - digits.length()));
        }
        text.append(digits);
    }

    private void name(String name, char flag) {
        text.append(flag == '^' ? name.toUpperCase(Locale.ROOT) : name);
    }

    private String weekday(TextStyle style) {
        return DayOfWeek.of(time.weekday() == 0 ? DAYS_OF_WEEK : time.weekday()).getDisplayName(style, Locale.US);
    }

    private String month(TextStyle style) {
        return Month.of(time.month() + 1).getDisplayName(style, Locale.US);
    }

    private int halfDayHour() {
        int hour = time.hour() % HOURS_OF_HALF_DAY;
        return hour == 0 ? HOURS_OF_HALF_DAY : hour;
    }

    private int weekYear() {
        return date().get(IsoFields.WEEK_BASED_YEAR);
    }

    private LocalDate date() {
        return time.date();
    }
}
