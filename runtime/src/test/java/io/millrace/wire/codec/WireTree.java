package io.millrace.wire.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A whole body as Jackson's tree, through our readers and writers. Numbers are whole. */
final class WireTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private WireTree() {
    }

    static JsonNode read(WireFormat format, byte[] body) {
        WireReader reader = format.reader(body.clone(), body.length);
        JsonNode node = value(reader);
        reader.end();
        return node;
    }

    /** Passes over a whole body. */
    static void skip(WireFormat format, byte[] body) {
        WireReader reader = format.reader(body.clone(), body.length);
        reader.skip();
        reader.end();
    }

    private static JsonNode value(WireReader reader) {
        return switch (reader.kind()) {
            case OBJECT -> {
                ObjectNode object = NODES.objectNode();
                reader.beginObject();
                while (reader.nextMember()) {
                    String name = reader.sliceText();
                    object.set(name, value(reader));
                }
                yield object;
            }
            case LIST -> {
                ArrayNode list = NODES.arrayNode();
                reader.beginList();
                while (reader.nextElement()) {
                    list.add(value(reader));
                }
                yield list;
            }
            case TEXT -> {
                reader.text();
                yield NODES.textNode(reader.sliceText());
            }
            case BLOB -> {
                reader.blob();
                yield NODES.binaryNode(Arrays.copyOfRange(reader.array(), reader.offset(), reader.offset() + reader.length()));
            }
            case NUMBER -> NODES.numberNode(reader.integer());
            case BOOLEAN -> NODES.booleanNode(reader.bool());
            case NULL -> {
                reader.takeNull();
                yield NODES.nullNode();
            }
        };
    }

    static byte[] write(WireFormat format, JsonNode node) {
        ReplyBytes bytes = new ReplyBytes(0);
        write(node, format.writer(bytes));
        return bytes.toByteArray();
    }

    private static void write(JsonNode node, WireWriter out) {
        if (node.isObject()) {
            out.beginObject();
            node.propertyStream().forEach(member -> {
                out.name(WireName.of(member.getKey()));
                write(member.getValue(), out);
            });
            out.endObject();
        } else if (node.isArray()) {
            out.beginList();
            node.forEach(element -> write(element, out));
            out.endList();
        } else if (node.isTextual()) {
            out.text(node.textValue());
        } else if (node.isBoolean()) {
            out.bool(node.booleanValue());
        } else if (node.isBinary()) {
            try {
                out.blob(ByteBuffer.wrap(node.binaryValue()));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        } else {
            out.number(node.longValue());
        }
    }
}
