package io.millrace.functions.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A request's body, chunked or not, that may have so many bytes and no more. */
final class BoundedBody extends FilterInputStream {

    private final Supplier<LambdaException> tooLarge;
    private long left;

    BoundedBody(InputStream body, long bytesMax, Supplier<LambdaException> tooLarge) {
        super(body == null ? InputStream.nullInputStream() : body);
        this.left = bytesMax;
        this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge.get();
        }
    }
}
