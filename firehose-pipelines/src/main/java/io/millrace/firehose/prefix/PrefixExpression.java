package io.millrace.firehose.prefix;

import io.millrace.firehose.config.UnsupportedConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A prefix as the service writes them: text with expressions {@code !{namespace:value}}. Immutable.
 *
 * <p>Namespaces: {@code timestamp} (a pattern of {@link DateTimeFormatter}, evaluated for the oldest record of the object),
 * {@code firehose} ({@code random-string}, {@code error-output-type}), {@code partitionKeyFromQuery}, {@code partitionKeyFromLambda}.
 */
public final class PrefixExpression {

    static final int RANDOM_STRING_CHARACTERS = 11;
    private static final String OPEN = "!{";
    private static final String RANDOM_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final List<Part> parts;

    private PrefixExpression(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
    }

    private record Literal(String text) implements Part {
    }

    private record Timestamp(DateTimeFormatter formatter) implements Part {
    }

    private record RandomString() implements Part {
    }

    private record ErrorOutputType() implements Part {
    }

    private record QueryKey(String name) implements Part {
    }

    private record FunctionKey(String name) implements Part {
    }

    /**
     * Reads a prefix.
     *
     * @param member what the service model calls it, for the message
     * @throws UnsupportedConfig when an expression is none of the service's
     */
    public static PrefixExpression parse(String member, String prefix) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = prefix.indexOf(OPEN); open >= 0; open = prefix.indexOf(OPEN, at)) {
            int close = prefix.indexOf('}', open);
            if (close < 0) {
                throw new UnsupportedConfig(member + " has an expression that does not end: " + prefix.substring(open));
            }
            if (open > at) {
                parts.add(new Literal(prefix.substring(at, open)));
            }
            parts.add(expression(member, prefix.substring(open + OPEN.length(), close)));
            at = close + 1;
        }
        if (at < prefix.length()) {
            parts.add(new Literal(prefix.substring(at)));
        }
        return new PrefixExpression(parts);
    }

    /** This prefix with a part appended that gives the time by the pattern. */
    PrefixExpression plusTimestamp(String pattern) {
        List<Part> longer = new ArrayList<>(parts);
        longer.add(new Timestamp(formatter(pattern)));
        return new PrefixExpression(longer);
    }

    /** This prefix with a part appended that gives the kind of the error records, and then the text. */
    PrefixExpression plusErrorOutputType(String text) {
        List<Part> longer = new ArrayList<>(parts);
        longer.add(new ErrorOutputType());
        longer.add(new Literal(text));
        return new PrefixExpression(longer);
    }

    public boolean hasExpressions() {
        return has(part -> !(part instanceof Literal));
    }

    public boolean hasErrorOutputType() {
        return has(ErrorOutputType.class::isInstance);
    }

    /** Names of the keys it takes from the metadata extraction. */
    public Set<String> queryKeys() {
        return parts.stream().filter(QueryKey.class::isInstance).map(part -> ((QueryKey) part).name()).collect(Collectors.toSet());
    }

    /** Names of the keys it takes from the function. */
    public Set<String> functionKeys() {
        return parts.stream().filter(FunctionKey.class::isInstance).map(part -> ((FunctionKey) part).name()).collect(Collectors.toSet());
    }

    /** The prefix of one object. A key that the object does not have gives nothing. */
    public String evaluate(ObjectNaming.ObjectTraits object, ZoneId zone, RandomGenerator random) {
        StringBuilder prefix = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> prefix.append(literal.text());
                case Timestamp timestamp -> timestamp.formatter()
                        .formatTo(Instant.ofEpochMilli(object.oldestArrivedAtMillis()).atZone(zone), prefix);
                case RandomString unused -> appendRandom(prefix, random);
                case ErrorOutputType unused -> object.errorOutputType().ifPresent(prefix::append);
                case QueryKey key -> append(prefix, object.queryKeys(), key.name());
                case FunctionKey key -> append(prefix, object.functionKeys(), key.name());
            }
        }
        return prefix.toString();
    }

    private boolean has(Predicate<Part> kind) {
        return parts.stream().anyMatch(kind);
    }

    private static void append(StringBuilder prefix, Map<String, String> keys, String name) {
        Optional.ofNullable(keys.get(name)).ifPresent(prefix::append);
    }

    private static void appendRandom(StringBuilder prefix, RandomGenerator random) {
        for (int i = 0; i < RANDOM_STRING_CHARACTERS; i++) {
            prefix.append(RANDOM_ALPHABET.charAt(random.nextInt(RANDOM_ALPHABET.length())));
        }
    }

    private static Part expression(String member, String text) {
        int colon = text.indexOf(':');
        String namespace = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.isEmpty()) {
            throw new UnsupportedConfig(member + " has an expression without a value: " + OPEN + text + "}");
        }
        return switch (namespace) {
            case "timestamp" -> timestamp(member, value);
            case "firehose" -> firehose(member, value);
            case "partitionKeyFromQuery" -> new QueryKey(value);
            case "partitionKeyFromLambda" -> new FunctionKey(value);
            default -> throw new UnsupportedConfig(member + " has an expression of an unknown namespace: " + OPEN + text + "}");
        };
    }

    private static Part firehose(String member, String value) {
        return switch (value) {
            case "random-string" -> new RandomString();
            case "error-output-type" -> new ErrorOutputType();
            default -> throw new UnsupportedConfig(member + " has an unknown expression: " + OPEN + "firehose:" + value + "}");
        };
    }

    private static Part timestamp(String member, String pattern) {
        try {
            DateTimeFormatter formatter = formatter(pattern);
            formatter.format(Instant.EPOCH.atZone(ZoneOffset.UTC));
            return new Timestamp(formatter);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new UnsupportedConfig(member + " has a timestamp that is no pattern of DateTimeFormatter: " + pattern);
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder().appendPattern(pattern).toFormatter(Locale.US);
    }
}
