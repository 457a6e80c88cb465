package io.millrace.functions.messaging;

import io.millrace.stream.StreamName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** Reads a channel's attributes; what is wrong with one is an {@link IllegalArgumentException} that names channel, attribute and value. */
final class ChannelAttributes {

    /** Those of the framework, for all connectors. */
    private static final Set<String> COMMON = Set.of("connector", "channel-name", "enabled", "broadcast", "merge", "concurrency", "pausable",
            "initially-paused", "late-subscription", "buffer-size", "buffer-strategy", "tracing-enabled", "health-enabled",
            "health-readiness-enabled", "lazy-client");

    private final Config config;
    private final String channel;

    ChannelAttributes(Config config, Set<String> own) {
        this.config = config;
        this.channel = config.getValue("channel-name", String.class);
        Set<String> known = new HashSet<>(COMMON);
        known.addAll(own);
        for (String name : config.getPropertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("channel " + channel + ": no attribute " + name + " of millrace-stream; there are "
                        + own.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        if (whole("concurrency", 1, 1, Integer.MAX_VALUE) > 1) {
            throw wrong("concurrency", "more than 1", "each copy would get every record; process shards at a time with @Blocking(ordered = false)");
        }
    }

    String channel() {
        return channel;
    }

    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isEmpty());
    }

    StreamName stream(String name, String otherwise) {
        String value = text(name).orElse(otherwise);
        if (!StreamName.isValid(value)) {
            throw wrong(name, value, "not a stream's name");
        }
        return new StreamName(value);
    }

    boolean flag(String name) {
        return switch (text(name).orElse("false").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, text(name).orElse(""), "true or false");
        };
    }

    int whole(String name, int otherwise, int least, int most) {
        Optional<String> value = text(name);
        try {
            int number = value.map(Integer::parseInt).orElse(otherwise);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            throw wrong(name, value.get(), "a number of " + least + " to " + most);
        }
        throw wrong(name, value.get(), "a number of " + least + " to " + most);
    }

    Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException notOne) {
            throw wrong(name, text(name).get(), "a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** One of the words, as they are or in lower case with hyphens. */
    <E extends Enum<E>> E word(String name, E otherwise, Class<E> words) {
        Optional<String> value = text(name);
        List<E> all = Arrays.asList(words.getEnumConstants());
        return value.isEmpty() ? otherwise : all.stream().filter(word -> spelled(word).equals(value.get().toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst().orElseThrow(() -> wrong(name, value.get(), "one of "
                        + all.stream().map(ChannelAttributes::spelled).collect(Collectors.joining(", "))));
    }

    private static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    IllegalArgumentException wrong(String name, String value, String why) {
        return new IllegalArgumentException("channel " + channel + ": " + name + " is " + value + ": " + why);
    }
}
