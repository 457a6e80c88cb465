package io.millrace.functions.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a request's JSON body, each taken with its type and limits. A null member is an absent one. */
final class RequestBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private RequestBody(JsonNode root) {
        this.root = root;
    }

    static RequestBody parse(byte[] body) {
        try {
            JsonNode root = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (root == null || !root.isObject()) {
                throw new MappingApiFault(MappingApiFault.Kind.UNREADABLE, "Could not parse request body into json: an object was expected");
            }
            return new RequestBody(root);
        } catch (JsonProcessingException malformed) {
            throw new MappingApiFault(MappingApiFault.Kind.UNREADABLE, "Could not parse request body into json: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new MappingApiFault(MappingApiFault.Kind.UNREADABLE, "Could not parse request body into json");
        }
    }

    Optional<String> text(String member) {
        return node(member).map(node -> {
            if (!node.isTextual()) {
                throw wrongType(member, "a string");
            }
            return node.textValue();
        });
    }

    Optional<Boolean> bool(String member) {
        return node(member).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(member, "a boolean");
            }
            return node.booleanValue();
        });
    }

    Optional<Integer> integer(String member, int least, int most) {
        return node(member).map(node -> {
            if (!node.isIntegralNumber()) {
                throw wrongType(member, "an integer");
            }
            long value = node.canConvertToLong() ? node.longValue() : Long.MAX_VALUE;
            if (value < least || value > most) {
                throw MappingApiFault.constraint(node.asText(), wireCase(member), value < least
                        ? "Member must have value greater than or equal to " + least : "Member must have value less than or equal to " + most);
            }
            return (int) value;
        });
    }

    /** A time in epoch seconds with a fraction, as milliseconds. */
    Optional<Long> timestampMillis(String member) {
        return node(member).map(node -> {
            if (!node.isNumber()) {
                throw wrongType(member, "a number of seconds");
            }
            BigDecimal millis = node.decimalValue().movePointRight(3);
            if (millis.signum() < 0 || millis.precision() - millis.scale() > 18) {
                throw MappingApiFault.invalid(member + " is out of range");
            }
            return millis.longValue();
        });
    }

    Map<String, String> texts(String member) {
        Map<String, String> texts = new HashMap<>();
        node(member).ifPresent(node -> {
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext();) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (!field.getValue().isTextual()) {
                    throw wrongType(member, "a map of strings");
                }
                texts.put(field.getKey(), field.getValue().textValue());
            }
        });
        return texts;
    }

    /**
     * Refuses, by name, whatever asks for something that is not among the known members.
     *
     * @param defaults members that are not built, with the value by which the service means that they are absent
     */
    void refuseOthers(Set<String> known, Map<String, JsonNode> defaults) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!known.contains(field.getKey()) && !asksForNothing(field.getValue())
                    && !field.getValue().equals(defaults.get(field.getKey()))) {
                throw MappingApiFault.invalid(field.getKey() + " is not supported by this server: " + field.getValue());
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
        return node.isNull() || node.isTextual() && node.textValue().isEmpty();
    }

    private Optional<JsonNode> node(String member) {
        return Optional.ofNullable(root.get(member)).filter(node -> !node.isNull());
    }

    private static MappingApiFault wrongType(String member, String expected) {
        return new MappingApiFault(MappingApiFault.Kind.UNREADABLE, "Could not parse request body into json: " + member + " is not " + expected);
    }

    private static String wireCase(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
