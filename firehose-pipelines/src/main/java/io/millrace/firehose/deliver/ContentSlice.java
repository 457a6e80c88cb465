package io.millrace.firehose.deliver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A stretch of a content, which can be read again and again. */
record ContentSlice(Content content, long from, long lengthBytes) {

    private static final int DIGESTED_BYTES = 64 * 1024;

    InputStream open() throws IOException {
        InputStream in = content.open();
        try {
            in.skipNBytes(from);
            return new Bounded(in, lengthBytes);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** For callers that know no checked exceptions. */
    InputStream openUnchecked() {
        try {
            return open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the header Content-MD5 has it. */
    String md5() throws IOException {
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] bytes = new byte[DIGESTED_BYTES];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                digest.update(bytes, 0, read);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends after so many bytes. */
    private static final class Bounded extends FilterInputStream {

        private long left;

        private Bounded(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int read = left == 0 ? -1 : super.read();
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = super.skip(Math.min(wanted, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, super.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
