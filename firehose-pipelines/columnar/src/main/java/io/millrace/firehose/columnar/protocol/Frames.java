package io.millrace.firehose.columnar.protocol;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The frames' types and bounds. */
public final class Frames {

    /** What a worker says first: the protocol's version. */
    public static final int VERSION = 1;
    /** Chunks that the server sends before it waits for an answer. */
    public static final int CHUNKS_UNDER_WAY = 2;
    /** Bytes of records at which a chunk is sent; a chunk of one record may be longer. */
    public static final int CHUNK_BYTES = 256 * 1024;
    /** The longest chunk that is believed. */
    public static final int CHUNK_BYTES_MAX = 64 * 1024 * 1024;

    /** To the worker: an {@link ConversionJob}. */
    public static final byte JOB = 'J';
    /** To the worker: length, then records, each with its length before it. */
    public static final byte CHUNK = 'C';
    /** To the worker: the object ends. */
    public static final byte FINISH = 'F';
    /** To the worker: the object is given up. */
    public static final byte ABANDON = 'A';

    /** From the worker: the job can be done. */
    public static final byte READY = 'Y';
    /** From the worker: length, then bytes of the object. */
    public static final byte OUTPUT = 'O';
    /** From the worker: the record's number in the object as long, code, message. */
    public static final byte REJECTED = 'X';
    /** From the worker: a chunk is done with. */
    public static final byte CHUNK_DONE = 'K';
    /** From the worker: the object is whole; records in it as long. Also the answer to {@link #ABANDON}. */
    public static final byte DONE = 'D';
    /** From the worker: the job failed, message; it ends. */
    public static final byte FAILED = 'E';

    private static final int TEXT_BYTES_MAX = 1024 * 1024;

    private Frames() {
    }

    public static void writeText(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > TEXT_BYTES_MAX) {
            throw new IOException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
