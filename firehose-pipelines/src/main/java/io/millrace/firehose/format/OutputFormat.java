package io.millrace.firehose.format;

import io.millrace.firehose.error.ConversionFailure;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.IOException;
import java.io.OutputStream;

/** How records become an object. The same records in the same order give the same bytes. Thread safe; encoders are not. */
public interface OutputFormat {

    /**
     * Begins an object. Blocks while it works; called on platform threads that are never interrupted.
     *
     * @param object what is known of the object before its first record
     * @param out    closed by the caller
     */
    Encoder open(NewObject object, OutputStream out, Rejections rejections) throws IOException;

    /**
     * @param name            the object's name, or the request id of a request
     * @param createdAtMillis when the manifest was made
     */
    record NewObject(String name, long createdAtMillis) {
    }

    /** Told of records that the format cannot take, until {@link Encoder#finish} has returned; on the encoder's thread. */
    interface Rejections {

        /** @param index of the record among those written, from 0 */
        void reject(long index, ConversionFailure failure);
    }

    /** Writes one object. */
    interface Encoder extends AutoCloseable {

        void write(FirehoseRecord record) throws IOException;

        /** Writes what is left; says how many records are in the object (0: there is no object). */
        long finish() throws IOException;

        /** Gives up what it holds; after {@link #finish} too. */
        @Override
        void close() throws IOException;
    }
}
