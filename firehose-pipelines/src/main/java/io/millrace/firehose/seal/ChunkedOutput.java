package io.millrace.firehose.seal;

import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** Writes a file of chunks ({@link ChunkFormat}) from its beginning. Holds one chunk. One thread. */
public final class ChunkedOutput extends OutputStream {

    private final DiskFile file;
    private final SecretKey key;
    private final byte[] fileNonce = new byte[ChunkFormat.FILE_NONCE_BYTES];
    private final byte[] chunk;
    private int filled;
    private int chunks;
    private long written;
    private long plainBytes;

    /** With the largest chunks there are. */
    public ChunkedOutput(DiskFile file, KeyRing keys, Optional<String> keyName) throws IOException {
        this(file, keys, keyName, ChunkFormat.CHUNK_BYTES);
    }

    /**
     * The file stays the caller's to force and close.
     *
     * @param keyName    the key of the ring to seal with; empty: not sealed
     * @param chunkBytes what is held in memory; at most 64 KiB
     */
    public ChunkedOutput(DiskFile file, KeyRing keys, Optional<String> keyName, int chunkBytes) throws IOException {
        if (chunkBytes < 1 || chunkBytes > ChunkFormat.CHUNK_BYTES) {
            throw new IllegalArgumentException("chunks of " + chunkBytes + " bytes");
        }
        this.file = file;
        this.chunk = new byte[chunkBytes];
        this.key = keyName.map(keys::key).orElse(null);
        new SecureRandom().nextBytes(fileNonce);
        byte[] name = keyName.orElse("").getBytes(StandardCharsets.UTF_8);
        put(ByteBuffer.allocate(2 + name.length + fileNonce.length).put((byte) ChunkFormat.VERSION).put((byte) name.length).put(name)
                .put(fileNonce).flip());
    }

    /** Bytes given so far, before sealing. */
    public long plainBytes() {
        return plainBytes;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset, left = length;
        while (left > 0) {
            if (filled == chunk.length) {
                putChunk(false);
            }
            int count = Math.min(left, chunk.length - filled);
            System.arraycopy(bytes, from, chunk, filled, count);
            filled += count;
            from += count;
            left -= count;
        }
        plainBytes += length;
    }

    /** Writes the last chunk; nothing may follow. */
    public void finish() throws IOException {
        putChunk(true);
    }

    private void putChunk(boolean last) throws IOException {
        ByteBuffer body = key == null ? checked(last) : sealed(last);
        ByteBuffer framed = ByteBuffer.allocate(ChunkFormat.LENGTH_BYTES + body.remaining())
                .putInt(body.remaining() | (last ? ChunkFormat.LAST : 0)).put(body).flip();
        put(framed);
        chunks++;
        filled = 0;
    }

    private ByteBuffer checked(boolean last) {
        return ByteBuffer.allocate(filled + ChunkFormat.CRC_BYTES).put(chunk, 0, filled)
                .putInt(ChunkFormat.crc(fileNonce, chunks, last, chunk, 0, filled)).flip();
    }

    private ByteBuffer sealed(boolean last) {
        try {
            return ByteBuffer.wrap(ChunkFormat.cipher(Cipher.ENCRYPT_MODE, key, fileNonce, chunks, last).doFinal(chunk, 0, filled));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        file.write(bytes, written);
        written += length;
    }
}
