package io.millrace.functions.code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The Unix modes of an archive's entries, which java.util.zip does not show. They are in the upper half of the external attributes of
 * the central directory, where the archive was made on Unix (APPNOTE.TXT 4.4.2 and 4.4.15). An archive that cannot be read that far has none.
 */
final class EntryModes {

    private static final int END_SIGNATURE = 0x06054b50, HEADER_SIGNATURE = 0x02014b50;
    private static final int END_BYTES = 22, COMMENT_BYTES_MAX = 0xffff, HEADER_BYTES = 46;
    private static final int END_DIRECTORY_BYTES = 12, END_DIRECTORY_OFFSET = 16;
    private static final int MADE_BY_SYSTEM = 5, NAME_LENGTH = 28, EXTRA_LENGTH = 30, COMMENT_LENGTH = 32, MODE = 40;
    private static final int UNIX = 3;
    private static final int TYPE = 0170000, REGULAR = 0100000, DIRECTORY = 0040000, EXECUTABLE = 0111;

    private final Map<String, Integer> modes;

    private EntryModes(Map<String, Integer> modes) {
        this.modes = modes;
    }

    /** Reads them; the archive is of at most {@link CodeStore#ARCHIVE_BYTES_MAX}. */
    static EntryModes read(Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive)) {
            ByteBuffer end = part(file, Math.max(0, file.size() - END_BYTES - COMMENT_BYTES_MAX), file.size());
            int at = end.limit() - END_BYTES;
            while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
                at--;
            }
            if (at < 0) {
                return new EntryModes(Map.of());
            }
            long bytes = Integer.toUnsignedLong(end.getInt(at + END_DIRECTORY_BYTES));
            long start = Integer.toUnsignedLong(end.getInt(at + END_DIRECTORY_OFFSET));
            return new EntryModes(start + bytes > file.size() ? Map.of() : headers(part(file, start, start + bytes)));
        }
    }

    private static ByteBuffer part(FileChannel file, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private static Map<String, Integer> headers(ByteBuffer directory) {
        Map<String, Integer> modes = new HashMap<>();
        int at = 0;
        while (at + HEADER_BYTES <= directory.limit() && directory.getInt(at) == HEADER_SIGNATURE) {
            int nameLength = Short.toUnsignedInt(directory.getShort(at + NAME_LENGTH));
            if (at + HEADER_BYTES + nameLength > directory.limit()) {
                break;
            }
            if (directory.get(at + MADE_BY_SYSTEM) == UNIX) {
                String name = new String(directory.array(), at + HEADER_BYTES, nameLength, StandardCharsets.UTF_8);
                modes.put(name, Short.toUnsignedInt(directory.getShort(at + MODE)));
            }
            at += HEADER_BYTES + nameLength + Short.toUnsignedInt(directory.getShort(at + EXTRA_LENGTH))
                    + Short.toUnsignedInt(directory.getShort(at + COMMENT_LENGTH));
        }
        return modes;
    }

    /** Whether the entry is a file or a directory, as against a link, a device and the like. */
    boolean isPlain(String name) {
        int type = modes.getOrDefault(name, 0) & TYPE;
        return type == 0 || type == REGULAR || type == DIRECTORY;
    }

    /** Whether the entry may be run as a program. */
    boolean isExecutable(String name) {
        return (modes.getOrDefault(name, 0) & EXECUTABLE) != 0;
    }
}
