package io.millrace.firehose.transform;

import io.millrace.wire.codec.JsonReader;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.WireReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a transform function answered: by record id a result, data and partition keys. Members it does not know are passed over. */
final class FunctionReply {

    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();

    /** @param data absent where the function sent none */
    record Entry(String result, Optional<byte[]> data, Map<String, String> partitionKeys) {
    }

    private FunctionReply() {
    }

    /** Throws {@link MalformedInput} for what is no such answer. The payload's bytes may be changed. */
    static FunctionReply parse(byte[] payload) {
        FunctionReply reply = new FunctionReply();
        JsonReader reader = new JsonReader(payload, payload.length);
        boolean records = false;
        reader.beginObject();
        while (reader.nextMember()) {
            if (reader.sliceText().equals("records")) {
                records = true;
                reader.beginList();
                while (reader.nextElement()) {
                    reply.entry(reader);
                }
            } else {
                reader.skip();
            }
        }
        reader.end();
        if (!records) {
            throw new MalformedInput("no records");
        }
        return reply;
    }

    private void entry(JsonReader reader) {
        String id = "", result = "";
        Optional<byte[]> data = Optional.empty();
        Map<String, String> keys = Map.of();
        reader.beginObject();
        while (reader.nextMember()) {
            String member = reader.sliceText();
            if (reader.takeNull()) {
                continue;
            }
            switch (member) {
                case "recordId" -> id = text(reader);
                case "result" -> result = text(reader);
                case "data" -> data = Optional.of(blob(reader));
                case "metadata" -> keys = partitionKeys(reader);
                default -> reader.skip();
            }
        }
        if (entries.put(id, new Entry(result, data, keys)) != null) {
            repeated.add(id);
        }
    }

    private static String text(WireReader reader) {
        reader.text();
        return reader.sliceText();
    }

    private static byte[] blob(WireReader reader) {
        reader.blob();
        int length = reader.encoding().decodedLength(reader.array(), reader.offset(), reader.length());
        byte[] data = new byte[length];
        reader.encoding().decode(reader.array(), reader.offset(), reader.length(), data, 0, length);
        return data;
    }

    private static Map<String, String> partitionKeys(WireReader reader) {
        Map<String, String> keys = new HashMap<>();
        reader.beginObject();
        while (reader.nextMember()) {
            boolean ours = reader.sliceText().equals("partitionKeys");
            if (reader.takeNull()) {
                continue;
            }
            if (!ours) {
                reader.skip();
                continue;
            }
            reader.beginObject();
            while (reader.nextMember()) {
                String name = reader.sliceText();
                if (!reader.takeNull()) {
                    keys.put(name, scalar(reader));
                }
            }
        }
        return keys;
    }

    /** The service takes texts; numbers and flags are what functions send all the same. */
    private static String scalar(WireReader reader) {
        return switch (reader.kind()) {
            case NUMBER -> Long.toString(reader.integer());
            case BOOLEAN -> Boolean.toString(reader.bool());
            case TEXT, BLOB, OBJECT, LIST, NULL -> text(reader);
        };
    }

    Optional<Entry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    boolean isRepeated(String id) {
        return repeated.contains(id);
    }
}
