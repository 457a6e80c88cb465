package io.millrace.firehose.registry;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees of plain values as bytes, big endian: {@code tag:u8} and then, by tag: 1 map {@code count:i32 {key value}}, 2 list
 * {@code count:i32 {value}}, 3 text {@code length:i32 UTF-8}, 4 whole {@code i64}, 5 real {@code f64}, 6 flag {@code u8}. Keys are texts
 * without their tag.
 */
final class TreeCodec {

    private static final int MAP = 1, LIST = 2, TEXT = 3, WHOLE = 4, REAL = 5, FLAG = 6;

    private TreeCodec() {
    }

    static void write(Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                out.writeByte(MAP);
                out.writeInt(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    writeText((String) entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            case List<?> list -> {
                out.writeByte(LIST);
                out.writeInt(list.size());
                for (Object element : list) {
                    write(element, out);
                }
            }
            case String text -> {
                out.writeByte(TEXT);
                writeText(text, out);
            }
            case Long whole -> {
                out.writeByte(WHOLE);
                out.writeLong(whole);
            }
            case Double real -> {
                out.writeByte(REAL);
                out.writeDouble(real);
            }
            case Boolean flag -> {
                out.writeByte(FLAG);
                out.writeBoolean(flag);
            }
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
        }
    }

    static Object read(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int left = readCount(in); left > 0; left--) {
                    map.put(readText(in), read(in));
                }
                yield map;
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (int left = readCount(in); left > 0; left--) {
                    list.add(read(in));
                }
                yield list;
            }
            case TEXT -> readText(in);
            case WHOLE -> in.readLong();
            case REAL -> in.readDouble();
            case FLAG -> in.readBoolean();
            default -> throw new IllegalArgumentException("unknown tag in a delivery stream: " + tag);
        };
    }

    /** An element has at least a byte. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IllegalArgumentException("delivery stream is cut off");
        }
        return count;
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("delivery stream is cut off");
        }
        byte[] utf8 = new byte[length];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
