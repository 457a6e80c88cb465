package io.millrace.catalog.local;

import java.io.IOError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;

/**
 * The image's file and its stamp. The stamp ({@code last change u64 | length u64 | CRC32C u32 | CRC32C of the stamp u32}) is
 * written after a clean close and removed, durably, before the image is opened for writing: an image without a matching stamp
 * is deleted and made anew.
 */
final class ImageFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(ImageFile.class);
    private static final int STAMP_BYTES = 24, STAMP_CRC_AT = 20, CHUNK_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path directory;
    private final Path image;
    private final Path stamp;

    ImageFile(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.image = directory.resolve("image.mapdb");
        this.stamp = directory.resolve("image.stamp");
    }

    /** An offline look at the image. */
    ImageState inspect(long lastNumber) throws IOException {
        if (!disk.exists(image)) {
            return ImageState.MISSING;
        }
        ByteBuffer bytes = ByteBuffer.allocate(STAMP_BYTES);
        if (disk.exists(stamp)) {
            try (DiskFile file = disk.open(stamp)) {
                file.read(bytes, 0);
            }
        }
        bytes.flip();
        if (bytes.remaining() < STAMP_BYTES || bytes.getInt(STAMP_CRC_AT) != crc(bytes.slice(0, STAMP_CRC_AT))) {
            return ImageState.UNSTAMPED;
        }
        if (bytes.getLong(0) != lastNumber) {
            return ImageState.STALE;
        }
        try (DiskFile file = disk.open(image)) {
            return file.size() == bytes.getLong(8) && crc(file) == bytes.getInt(16) ? ImageState.GOOD : ImageState.DAMAGED;
        }
    }

    /** The image for this state: the file as it was left, or a new one filled from it, or one in memory if the file cannot be had. */
    CatalogImage open(CatalogFrames truth) throws IOException {
        ImageState state = inspect(truth.lastNumber());
        disk.delete(stamp);
        disk.syncDirectory(directory);
        if (state == ImageState.GOOD) {
            try {
                return new MapDbImage(image);
            } catch (RuntimeException | IOError e) {
                LOGGER.atWarn().addKeyValue("reason", e.getMessage()).log("catalog image unreadable, made anew");
            }
        } else {
            LOGGER.atInfo().addKeyValue("state", state).log("catalog image made anew");
        }
        disk.delete(image);
        try {
            MapDbImage made = new MapDbImage(image);
            truth.entries().forEach(made::apply);
            return made;
        } catch (RuntimeException | IOError e) {
            LOGGER.atWarn().addKeyValue("reason", e.getMessage()).log("catalog image kept in memory");
            return new MemoryImage(truth);
        }
    }

    /** Stamps a closed image. */
    void stamp(long lastNumber) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(STAMP_BYTES);
        try (DiskFile file = disk.open(image)) {
            file.force(true);
            bytes.putLong(lastNumber).putLong(file.size()).putInt(crc(file));
        }
        bytes.putInt(crc(bytes.slice(0, STAMP_CRC_AT))).flip();
        disk.delete(stamp);
        try (DiskFile file = disk.create(stamp)) {
            file.write(bytes, 0);
            file.force(true);
        }
        disk.syncDirectory(directory);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static int crc(DiskFile file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        long size = file.size();
        for (long at = 0; at < size; at += CHUNK_BYTES) {
            file.read(chunk.clear(), at);
            crc.update(chunk.flip());
        }
        return (int) crc.getValue();
    }
}
