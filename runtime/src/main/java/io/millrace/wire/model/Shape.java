package io.millrace.wire.model;

import io.millrace.wire.codec.WireNames;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** What a value of the model may be. Other shapes are named, see {@link ServiceModel#shape}. */
public sealed interface Shape {

    String name();

    /** @param members in the model's order; {@code names} has theirs */
    record Structure(String name, List<Member> members, WireNames names) implements Shape {
    }

    /** A structure's member. */
    record Member(String name, boolean required, String shape) {
    }

    record ListOf(String name, Bounds size, String element) implements Shape {
    }

    record MapOf(String name, Bounds size, String key, String value) implements Shape {
    }

    /** @param pattern what the whole text must match; null for anything */
    record Text(String name, Bounds length, Pattern pattern) implements Shape {

        /** Complains about a text that breaks a bound; one that is too long is not held against the pattern. */
        public void check(String value, String path, Violations violations) {
            length.check(value.length(), value, path, violations);
            if (pattern != null && !length.tooLong(value.length()) && !pattern.matcher(value).matches()) {
                violations.add(value, path, "Member must satisfy regular expression pattern: " + pattern);
            }
        }
    }

    record OneOf(String name, List<String> values, Set<String> valueSet) implements Shape {
    }

    record Whole(String name, OptionalLong least, OptionalLong most) implements Shape {
    }

    record Real(String name, OptionalLong least, OptionalLong most) implements Shape {
    }

    record Blob(String name, Bounds length) implements Shape {
    }

    record Flag(String name) implements Shape {
    }

    record Time(String name) implements Shape {
    }

    /** Least and greatest length, both allowed. */
    record Bounds(OptionalInt least, OptionalInt most) {

        boolean tooShort(int length) {
            return least.isPresent() && length < least.getAsInt();
        }

        boolean tooLong(int length) {
            return most.isPresent() && length > most.getAsInt();
        }

        /** Complains about a length out of bounds. */
        public void check(int length, Object value, String path, Violations violations) {
            if (tooShort(length)) {
                violations.add(value, path, "Member must have length greater than or equal to " + least.getAsInt());
            }
            if (tooLong(length)) {
                violations.add(value, path, "Member must have length less than or equal to " + most.getAsInt());
            }
        }
    }
}
