package io.millrace.firehose.transform.jq;

import java.time.LocalDate;
import java.util.Locale;

/** C's {@code strptime} in the C locale, as JQ uses it: an offset is read and not applied. */
final class TimeParse {

    private static final String[] MONTHS = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december"};
    private static final String[] WEEKDAYS = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    private static final int ABBREVIATION = 3, HOURS_OF_HALF_DAY = 12, EPOCH_OF_SHORT_YEARS = 69, YEARS_OF_CENTURY = 100;

    private final String text;
    private int at;
    private int year = 1900, month, day, hour, minute, second, yearDay = -1;
    private boolean afternoon, halfDay;

    private TimeParse(String text) {
        this.text = text;
    }

    static BrokenDownTime parse(String text, String format) {
        TimeParse parse = new TimeParse(text);
        boolean matches = parse.readAll(format) && (parse.at == text.length() || Character.isWhitespace(text.charAt(parse.at)));
        if (!matches) {
            throw new IllegalArgumentException("date \"" + text + "\" does not match format \"" + format + "\"");
        }
        return parse.time();
    }

    private BrokenDownTime time() {
        if (halfDay) {
            hour = hour % HOURS_OF_HALF_DAY + (afternoon ? HOURS_OF_HALF_DAY : 0);
        }
        if (yearDay >= 0 && day == 0) {
            return BrokenDownTime.of(LocalDate.of(year, 1, 1).plusDays(yearDay), hour, minute, second);
        }
        LocalDate date = LocalDate.of(year, month + 1, 1).plusDays(day - 1L);
        BrokenDownTime time = BrokenDownTime.of(date, hour, minute, second);
        return new BrokenDownTime(year, month, day, hour, minute, second, time.weekday(), time.yearDay());
    }

    private boolean readAll(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (Character.isWhitespace(c)) {
                skipSpace();
            } else if (c != '%' || i + 1 == format.length()) {
                if (at >= text.length() || text.charAt(at++) != c) {
                    return false;
                }
            } else if (!read(format.charAt(++i))) {
                return false;
            }
        }
        return true;
    }

    private boolean read(char conversion) {
        return switch (conversion) {
            case 'Y' -> number(0, 9999, 4) && set(value -> year = value);
            case 'y' -> number(0, 99, 2) && set(value -> year = 1900 + value + (value < EPOCH_OF_SHORT_YEARS ? YEARS_OF_CENTURY : 0));
            case 'm' -> number(1, 12, 2) && set(value -> month = value - 1);
            case 'd', 'e' -> number(1, 31, 2) && set(value -> day = value);
            case 'j' -> number(1, 366, 3) && set(value -> yearDay = value - 1);
            case 'H', 'k' -> number(0, 23, 2) && set(value -> hour = value);
            case 'I', 'l' -> number(1, 12, 2) && set(value -> { hour = value % HOURS_OF_HALF_DAY; halfDay = true; });
            case 'M' -> number(0, 59, 2) && set(value -> minute = value);
            case 'S' -> number(0, 61, 2) && set(value -> second = value);
            case 'u' -> number(1, 7, 1);
            case 'w' -> number(0, 6, 1);
            case 'U', 'W', 'V' -> number(0, 53, 2);
            case 's' -> epochSeconds();
            case 'b', 'B', 'h' -> name(MONTHS) && set(value -> month = value);
            case 'a', 'A' -> name(WEEKDAYS);
            case 'p', 'P' -> halfOfDay();
            case 'Z' -> zoneName();
            case 'z' -> offset();
            case 'D', 'x' -> readAll("%m/%d/%y");
            case 'F' -> readAll("%Y-%m-%d");
            case 'R' -> readAll("%H:%M");
            case 'T', 'X' -> readAll("%H:%M:%S");
            case 'r' -> readAll("%I:%M:%S %p");
            case 'c' -> readAll("%a %b %e %H:%M:%S %Y");
            case 'n', 't' -> skipSpace();
            case '%' -> at < text.length() && text.charAt(at++) == '%';
            default -> false;
        };
    }

    private int value;

    private boolean set(java.util.function.IntConsumer field) {
        field.accept(value);
        return true;
    }

    private boolean number(int min, int max, int digitsMax) {
        skipSpace();
        int start = at, read = 0;
        while (at < text.length() && at - start < digitsMax && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            read = read * 10 + text.charAt(at++) - '0';
        }
        value = read;
        return at > start && read >= min && read <= max;
    }

    private boolean name(String[] names) {
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.length; i++) {
            if (rest.startsWith(names[i].substring(0, ABBREVIATION))) {
                at += rest.startsWith(names[i]) ? names[i].length() : ABBREVIATION;
                value = i;
                return true;
            }
        }
        return false;
    }

    private boolean halfOfDay() {
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        afternoon = rest.startsWith("pm");
        halfDay = true;
        at += 2;
        return afternoon || rest.startsWith("am");
    }

    private boolean epochSeconds() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start || at - start > 15) {
            return false;
        }
        BrokenDownTime time = BrokenDownTime.ofEpochSeconds(Long.parseLong(text.substring(start, at)));
        year = time.year();
        month = time.month();
        day = time.day();
        hour = time.hour();
        minute = time.minute();
        second = (int) time.second();
        return true;
    }

    private boolean zoneName() {
        skipSpace();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return true;
    }

    private boolean offset() {
        skipSpace();
        if (text.startsWith("Z", at)) {
            at++;
            return true;
        }
        if (at >= text.length() || text.charAt(at) != '+' && text.charAt(at) != '-') {
            return false;
        }
        at++;
        boolean hours = number(0, 99, 2);
        at += hours && text.startsWith(":", at) ? 1 : 0;
        return hours && (number(0, 59, 2) || at == text.length());
    }

    private boolean skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return true;
    }
}
