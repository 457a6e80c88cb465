package io.millrace.firehose.seal;

import io.millrace.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** Reads a file of chunks ({@link ChunkFormat}); no byte is given before its chunk has proved right. Closes the file. One thread. */
public final class ChunkedInput extends InputStream {

    private final DiskFile file;
    private final SecretKey key;
    private final byte[] fileNonce = new byte[ChunkFormat.FILE_NONCE_BYTES];
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private long at;
    private int chunks;
    private boolean ended;

    public ChunkedInput(DiskFile file, KeyRing keys) throws IOException {
        this.file = file;
        ByteBuffer head = take(2);
        if (head.get() != ChunkFormat.VERSION) {
            throw new IOException("file of chunks of an unknown version");
        }
        byte[] name = new byte[Byte.toUnsignedInt(head.get())];
        take(name.length).get(name);
        take(fileNonce.length).get(fileNonce);
        key = name.length == 0 ? null : keys.key(new String(name, StandardCharsets.UTF_8));
    }

    private ByteBuffer take(int bytes) throws IOException {
        ByteBuffer taken = ByteBuffer.allocate(bytes);
        if (file.read(taken, at) != bytes) {
            throw new EOFException("file of chunks is cut off");
        }
        at += bytes;
        return taken.flip();
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(chunk.get()) : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.remaining());
        chunk.get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        return chunk.remaining();
    }

    private boolean fill() throws IOException {
        while (!chunk.hasRemaining()) {
            if (ended) {
                return false;
            }
            int head = take(ChunkFormat.LENGTH_BYTES).getInt();
            int length = head & ~ChunkFormat.LAST;
            boolean last = (head & ChunkFormat.LAST) != 0;
            if (length > ChunkFormat.CHUNK_BYTES + RecordSeal.TAG_BYTES) {
                throw new IOException("damaged file of chunks: chunk " + chunks + " has " + length + " bytes");
            }
            byte[] body = take(length).array();
            chunk = key == null ? checked(body, last) : opened(body, last);
            ended = last;
            chunks++;
        }
        return true;
    }

    private ByteBuffer checked(byte[] body, boolean last) throws IOException {
        int length = body.length - ChunkFormat.CRC_BYTES;
        if (length < 0 || ByteBuffer.wrap(body).getInt(length) != ChunkFormat.crc(fileNonce, chunks, last, body, 0, length)) {
            throw new IOException("damaged file of chunks: chunk " + chunks);
        }
        return ByteBuffer.wrap(body, 0, length);
    }

    private ByteBuffer opened(byte[] body, boolean last) throws IOException {
        try {
            return ByteBuffer.wrap(ChunkFormat.cipher(Cipher.DECRYPT_MODE, key, fileNonce, chunks, last).doFinal(body));
        } catch (GeneralSecurityException wrong) {
            throw new IOException("damaged file of chunks, or another key: chunk " + chunks, wrong);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
