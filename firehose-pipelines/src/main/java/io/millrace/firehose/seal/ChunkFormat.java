package io.millrace.firehose.seal;

import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Files of chunks, big endian: {@code version:u8=1 nameLength:u8 keyName nonce:8}, then chunks {@code length:u32 body}, where the
 * length is the body's and its highest bit says that it is the last. Without a key name a body is {@code bytes CRC32C:4}; with one it is
 * AES-GCM with the file's nonce and the chunk's number, and the last-bit as associated data. A file without a last chunk is cut off.
 */
final class ChunkFormat {

    static final int VERSION = 1, CHUNK_BYTES = 64 * 1024, FILE_NONCE_BYTES = 8, LENGTH_BYTES = 4, CRC_BYTES = 4;
    static final int LAST = 0x8000_0000;

    private ChunkFormat() {
    }

    static Cipher cipher(int mode, SecretKey key, byte[] fileNonce, int chunk, boolean last) throws GeneralSecurityException {
        byte[] nonce = new byte[RecordSeal.NONCE_BYTES];
        System.arraycopy(fileNonce, 0, nonce, 0, FILE_NONCE_BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            nonce[FILE_NONCE_BYTES + i] = (byte) (chunk >>> 8 * (Integer.BYTES - 1 - i));
        }
        Cipher cipher = Cipher.getInstance(RecordSeal.CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(RecordSeal.TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher;
    }

    /** Covers the nonce, the number and the last-bit too, so that chunks cannot change places. */
    static int crc(byte[] fileNonce, int chunk, boolean last, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(fileNonce);
        crc.update(chunk);
        crc.update(chunk >>> 8);
        crc.update(chunk >>> 16);
        crc.update(chunk >>> 24);
        crc.update(last ? 1 : 0);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
