package io.millrace.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A checksum of a payload that is sent behind it. */
sealed interface PayloadChecksum {

    void update(byte[] bytes, int offset, int length);

    /** In the form in which it is sent. Once. */
    String base64();

    /** By the trailer's name; others than these four are refused. */
    static PayloadChecksum of(String trailer) {
        return switch (trailer) {
            case "x-amz-checksum-crc32" -> new Cyclic(new CRC32());
            case "x-amz-checksum-crc32c" -> new Cyclic(new CRC32C());
            case "x-amz-checksum-sha1" -> Hash.of("SHA-1");
            case "x-amz-checksum-sha256" -> Hash.of("SHA-256");
            default -> throw AccessFault.INCOMPLETE.because("The trailer '" + trailer + "' is not supported by this server.");
        };
    }

    /** CRC32 and its kin, big-endian. */
    record Cyclic(Checksum checksum) implements PayloadChecksum {
        @Override
        public void update(byte[] bytes, int offset, int length) {
            checksum.update(bytes, offset, length);
        }

        @Override
        public String base64() {
            return Base64.getEncoder().encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array());
        }
    }

    /** A cryptographic hash. */
    record Hash(MessageDigest digest) implements PayloadChecksum {
        static Hash of(String algorithm) {
            try {
                return new Hash(MessageDigest.getInstance(algorithm));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("no " + algorithm, impossible);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public String base64() {
            return Base64.getEncoder().encodeToString(digest.digest());
        }
    }
}
