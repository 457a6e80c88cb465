package io.millrace.stream.index;

import io.millrace.disk.DiskFile;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * MapDB's table on a {@link DiskFile}: no mapped memory, no file lock, and the disk's faults as they are
 * ({@link UncheckedIOException}). Reading keeps a few pages; MapDB reads a node at a time and never across pages. Readers on
 * any number of threads; written by one, before any reads.
 */
final class TableVolume extends Volume {

    /** MapDB's page, a power of two. */
    static final int PAGE_BYTES = 8 * 1024;
    private static final int PAGES_KEPT = 8;
    static final int MEMORY_BYTES = PAGE_BYTES * PAGES_KEPT;

    private final DiskFile file;
    private final AtomicReferenceArray<Page> pages = new AtomicReferenceArray<>(PAGES_KEPT);
    private long length;

    private record Page(long number, byte[] bytes) {
    }

    TableVolume(DiskFile file, long length) {
        this.file = file;
        this.length = length;
    }

    private byte[] page(long offset) {
        long number = offset / PAGE_BYTES;
        int slot = (int) (number % PAGES_KEPT);
        Page kept = pages.get(slot);
        if (kept == null || kept.number() != number) {
            kept = new Page(number, read(number * PAGE_BYTES, PAGE_BYTES));
            pages.set(slot, kept);
        }
        return kept.bytes();
    }

    private byte[] read(long offset, int bytes) {
        byte[] target = new byte[bytes];
        try {
            if (offset + bytes > length || file.read(ByteBuffer.wrap(target), offset) != bytes) {
                throw new EOFException("index table ends before " + (offset + bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    @Override
    public long getLong(long offset) {
        return ByteBuffer.wrap(page(offset)).getLong((int) (offset % PAGE_BYTES));
    }

    @Override
    public int getInt(long offset) {
        return ByteBuffer.wrap(page(offset)).getInt((int) (offset % PAGE_BYTES));
    }

    @Override
    public byte getByte(long offset) {
        return page(offset)[(int) (offset % PAGE_BYTES)];
    }

    /** The size is not looked at: for the last node of a page MapDB computes it from unrelated bytes. */
    @Override
    public DataInput2 getDataInput(long offset, int size) {
        return new DataInput2.ByteArray(page(offset), (int) (offset % PAGE_BYTES));
    }

    @Override
    public void getData(long offset, byte[] bytes, int bytesPos, int size) {
        System.arraycopy(page(offset), (int) (offset % PAGE_BYTES), bytes, bytesPos, size);
    }

    private void write(long offset, ByteBuffer bytes) {
        length = Math.max(length, offset + bytes.remaining());
        pages.set((int) (offset / PAGE_BYTES % PAGES_KEPT), null);
        try {
            file.write(bytes, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void putLong(long offset, long value) {
        write(offset, ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }

    @Override
    public void putInt(long offset, int value) {
        write(offset, ByteBuffer.allocate(Integer.BYTES).putInt(0, value));
    }

    @Override
    public void putByte(long offset, byte value) {
        write(offset, ByteBuffer.allocate(1).put(0, value));
    }

    /** Pages are written whole. */
    @Override
    public void putData(long offset, byte[] source, int sourceOffset, int size) {
        write(offset, ByteBuffer.wrap(source, sourceOffset, size));
    }

    @Override
    public void putData(long offset, ByteBuffer source) {
        write(offset, source);
    }

    @Override
    public long length() {
        return length;
    }

    /** The file grows as it is written. */
    @Override
    public void ensureAvailable(long offset) {
    }

    /** Its owner forces the file when the trailer is written. */
    @Override
    public void sync() {
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear(long from, long to) {
        throw new UnsupportedOperationException();
    }

    /** Its owner closes the file. */
    @Override
    public void close() {
        closed.set(true);
    }

    @Override
    public int sliceSize() {
        return -1;
    }

    @Override
    public boolean isSliced() {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public File getFile() {
        return null;
    }

    @Override
    public boolean getFileLocked() {
        return false;
    }
}
