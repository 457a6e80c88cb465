package io.millrace.functions.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes members of a request, each with its type and limits. A null member is an absent one. All methods throw {@link LambdaException}
 * where the request is not what they ask for.
 */
public record Members(ObjectNode root) {

    /** The members of a small body; an empty body has none. */
    public static Members parse(byte[] body) {
        try {
            return new Members(RequestDocument.read(new ByteArrayInputStream(body)).root());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public Optional<String> text(String member) {
        return node(member).map(node -> {
            if (!node.isTextual()) {
                throw wrongType(member, "a string");
            }
            return node.textValue();
        });
    }

    /** @param lengthMax of the text, in characters */
    public Optional<String> text(String member, int lengthMax, Pattern pattern) {
        Optional<String> text = text(member);
        text.ifPresent(value -> {
            if (value.length() > lengthMax) {
                throw LambdaException.constraint(value, wireCase(member), "Member must have length less than or equal to " + lengthMax);
            }
            if (!pattern.matcher(value).matches()) {
                throw LambdaException.constraint(value, wireCase(member), "Member must satisfy regular expression pattern: " + pattern);
            }
        });
        return text;
    }

    public Optional<Boolean> bool(String member) {
        return node(member).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(member, "a boolean");
            }
            return node.booleanValue();
        });
    }

    public Optional<Integer> integer(String member, int least, int most) {
        return node(member).map(node -> {
            if (!node.isIntegralNumber()) {
                throw wrongType(member, "an integer");
            }
            long value = node.canConvertToLong() ? node.longValue() : Long.MAX_VALUE;
            if (value < least || value > most) {
                throw LambdaException.constraint(node.asText(), wireCase(member), value < least
                        ? "Member must have value greater than or equal to " + least : "Member must have value less than or equal to " + most);
            }
            return (int) value;
        });
    }

    /** A time in epoch seconds with a fraction, as milliseconds. */
    public Optional<Long> timestampMillis(String member) {
        return node(member).map(node -> {
            if (!node.isNumber()) {
                throw wrongType(member, "a number of seconds");
            }
            BigDecimal millis = node.decimalValue().movePointRight(3);
            if (millis.signum() < 0 || millis.precision() - millis.scale() > 18) {
                throw LambdaException.invalid(member + " is out of range");
            }
            return millis.longValue();
        });
    }

    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        node(member).ifPresent(node -> node.forEach(child -> {
            if (!node.isArray() || !child.isTextual()) {
                throw wrongType(member, "a list of strings");
            }
            texts.add(child.textValue());
        }));
        return texts;
    }

    public Optional<Map<String, String>> map(String member) {
        return node(member).map(node -> {
            Map<String, String> map = new TreeMap<>();
            if (!node.isObject()) {
                throw wrongType(member, "a map of strings");
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isTextual()) {
                    throw wrongType(member, "a map of strings");
                }
                map.put(field.getKey(), field.getValue().textValue());
            }
            return map;
        });
    }

    /** The members of a structure; none if it is absent. */
    Optional<Members> structure(String member) {
        return node(member).map(node -> {
            if (!(node instanceof ObjectNode object)) {
                throw wrongType(member, "an object");
            }
            return new Members(object);
        });
    }

    /**
     * Refuses, by name, whatever asks for something that is not among the known members.
     *
     * @param defaults members that are not built, with the value by which the service means that they are absent
     */
    public void refuseOthers(Set<String> known, Map<String, JsonNode> defaults) {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!known.contains(field.getKey()) && !asksForNothing(field.getValue())
                    && !field.getValue().equals(defaults.get(field.getKey()))) {
                throw LambdaException.invalid(field.getKey() + " is not supported by this server: " + field.getValue());
            }
        }
    }

    private static boolean asksForNothing(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode child : node) {
                if (!asksForNothing(child)) {
                    return false;
                }
            }
            return true;
        }
        return node.isNull() || node.isTextual() && node.textValue().isEmpty() || node.isBoolean() && !node.booleanValue();
    }

    private Optional<JsonNode> node(String member) {
        return Optional.ofNullable(root.get(member)).filter(node -> !node.isNull());
    }

    private static LambdaException wrongType(String member, String expected) {
        return new LambdaException(LambdaFault.UNREADABLE, "Could not parse request body into json: " + member + " is not " + expected);
    }

    private static String wireCase(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
