package io.millrace.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;

/**
 * What one journal file holds, read without changing it.
 *
 * @param frames      the whole frames, in order, damaged places left out
 * @param end         where the last whole frame ends: what follows is the torn tail
 * @param size        the file's length in bytes
 * @param damagedAt   offsets of bad bytes below what a later frame says was durable
 */
public record JournalScan(long generation, long nonce, List<Frame> frames, long end, long size, List<Long> damagedAt) {

    public long tornBytes() {
        return size - end;
    }

    /** Reads the file; fails with {@link JournalDamaged} if its header is not one of this kind and version. */
    public static JournalScan read(Disk disk, Path path, JournalKind kind) throws IOException {
        ByteBuffer bytes;
        try (DiskFile file = disk.open(path)) {
            if (file.size() > Journal.SIZE_BYTES_MAX) {
                throw new JournalDamaged(path + " has " + file.size() + " bytes, more than a journal ever has");
            }
            bytes = JournalFormat.allocate((int) file.size());
            file.read(bytes, 0);
            bytes.flip();
        }
        if (!JournalFormat.isFileHeader(bytes)) {
            throw new JournalDamaged(path + ": the file header is damaged");
        }
        if (bytes.getInt(8) != JournalFormat.VERSION || bytes.getInt(12) != kind.number()) {
            throw new JournalDamaged(path + " is a journal of version " + bytes.getInt(8) + " and kind " + bytes.getInt(12)
                    + "; expected " + JournalFormat.VERSION + " and " + kind.number());
        }
        return scan(bytes, bytes.getLong(16), bytes.getLong(24));
    }

    private static JournalScan scan(ByteBuffer bytes, long nonce, long generation) {
        List<Frame> frames = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        int at = JournalFormat.FILE_HEADER_BYTES;
        while (at < bytes.limit()) {
            if (JournalFormat.isFrame(bytes, at, nonce, at)) {
                int length = bytes.getInt(at);
                byte[] payload = new byte[length];
                bytes.get(at + JournalFormat.FRAME_HEADER_BYTES, payload);
                frames.add(new Frame(bytes.getInt(at + 4), payload));
                at += JournalFormat.FRAME_HEADER_BYTES + length;
                continue;
            }
            OptionalLong beyond = laterDurableFrame(bytes, nonce, at);
            if (beyond.isEmpty()) {
                break;
            }
            damaged.add((long) at);
            at = (int) beyond.getAsLong();
        }
        return new JournalScan(generation, nonce, List.copyOf(frames), at, bytes.limit(), List.copyOf(damaged));
    }

    /** The next whole frame after {@code at}, if some later frame says that {@code at} was durable. */
    private static OptionalLong laterDurableFrame(ByteBuffer bytes, long nonce, int at) {
        int first = -1;
        for (int next = at + 1; next <= bytes.limit() - JournalFormat.FRAME_HEADER_BYTES; next++) {
            if (bytes.getLong(next + 8) == next && JournalFormat.isFrame(bytes, next, nonce, next)) {
                first = first < 0 ? next : first;
                if (bytes.getLong(next + 16) > at) {
                    return OptionalLong.of(first);
                }
            }
        }
        return OptionalLong.empty();
    }
}
