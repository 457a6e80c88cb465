package io.millrace.firehose.buffer;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.firehose.seal.ChunkedInput;
import io.millrace.firehose.seal.ChunkedOutput;
import io.millrace.firehose.seal.KeyRing;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one delivery stream that wait for delivery: {@code <number>.spool} and {@code <number>.object}, each in chunks
 * ({@code seal}). A spool's bytes are frames {@code position:i64 length:i32 record}, the record laid out as {@link OutcomeCodec} says.
 * Blocks. One thread at a time names files; any platform thread reads and writes them.
 */
public final class SpoolDirectory {

    private static final String SPOOL = ".spool", OBJECT = ".object";
    /** Small, because there is one for each of up to 500 partitions. */
    private static final int SPOOL_CHUNK_BYTES = 16 * 1024;

    private final Disk disk;
    private final Path directory;
    private final KeyRing keys;
    private long next;

    private SpoolDirectory(Disk disk, Path directory, KeyRing keys) {
        this.disk = disk;
        this.directory = directory;
        this.keys = keys;
    }

    /** Opens the directory and removes all files but those that are kept. */
    public static SpoolDirectory open(Disk disk, Path directory, KeyRing keys, Set<String> kept) throws IOException {
        disk.createDirectories(directory);
        SpoolDirectory spools = new SpoolDirectory(disk, directory, keys);
        for (String name : disk.list(directory)) {
            spools.next = Math.max(spools.next, number(name) + 1);
            if (!kept.contains(name)) {
                disk.delete(directory.resolve(name));
            }
        }
        return spools;
    }

    private static long number(String name) {
        String digits = name.substring(0, Math.max(0, name.indexOf('.')));
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    String newSpool() {
        return next++ + SPOOL;
    }

    public String newObject() {
        return next++ + OBJECT;
    }

    DiskFile create(String name) throws IOException {
        return disk.create(directory.resolve(name));
    }

    ChunkedOutput spoolOutput(DiskFile file, Optional<String> keyName) throws IOException {
        return new ChunkedOutput(file, keys, keyName, SPOOL_CHUNK_BYTES);
    }

    /** Writes a file whole and forces it; its name is durable only after {@link #sync}. On failure the file is gone. */
    public long write(String name, Optional<String> keyName, Body body) throws IOException {
        boolean done = false;
        try (DiskFile file = disk.create(directory.resolve(name))) {
            ChunkedOutput out = new ChunkedOutput(file, keys, keyName);
            body.write(out);
            out.finish();
            file.force(true);
            done = true;
            return out.plainBytes();
        } finally {
            if (!done) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    /** What fills a file. */
    public interface Body {
        void write(ChunkedOutput out) throws IOException;
    }

    /** The file's bytes, proved; the reader closes it. */
    public InputStream read(String name) throws IOException {
        DiskFile file = disk.open(directory.resolve(name));
        boolean opened = false;
        try {
            InputStream in = new ChunkedInput(file, keys);
            opened = true;
            return in;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** Gives a spool's records in order. */
    public void readSpool(String name, RecordSink sink) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(read(name)))) {
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return;
                }
                long position = (long) first << 56 | (long) in.readUnsignedByte() << 48 | (long) in.readUnsignedShort() << 32
                        | Integer.toUnsignedLong(in.readInt());
                byte[] record = new byte[in.readInt()];
                in.readFully(record);
                sink.accept(position, OutcomeCodec.readRecord(record));
            }
        } catch (EOFException cutOff) {
            throw new IOException("spool is cut off: " + name, cutOff);
        }
    }

    /** Takes a spool's records. */
    public interface RecordSink {
        void accept(long position, io.millrace.firehose.transform.FirehoseRecord record) throws IOException;
    }

    /** Makes the names of files durable. */
    public void sync() throws IOException {
        disk.syncDirectory(directory);
    }

    /** Removes a file; a missing one is no error. */
    public void delete(String name) throws IOException {
        disk.delete(directory.resolve(name));
    }
}
