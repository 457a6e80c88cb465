package io.millrace.firehose.columnar.worker;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.columnar.protocol.Frames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reads requests ahead, so that the server can always send what it may send. When the input ends, so does the process. */
final class RequestReader {

    private static final int INPUT_BYTES = 64 * 1024, EXIT_FAILED = 1;

    /** The protocol bounds it: so many chunks, and a request that ends the object. */
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final DataInputStream in;

    private RequestReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, INPUT_BYTES));
    }

    static RequestReader start(InputStream in) {
        RequestReader reader = new RequestReader(in);
        Thread.ofPlatform().daemon().name("requests").start(reader::readAll);
        return reader;
    }

    Request next() {
        while (true) {
            try {
                return requests.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
    }

    private void readAll() {
        try {
            while (true) {
                requests.add(read());
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(EXIT_FAILED);
        }
    }

    private Request read() throws IOException {
        byte type = in.readByte();
        return switch (type) {
            case Frames.JOB -> new Request.Job(ConversionJob.read(in));
            case Frames.CHUNK -> new Request.Chunk(chunk());
            case Frames.FINISH -> new Request.Finish();
            case Frames.ABANDON -> new Request.Abandon();
            default -> throw new IOException("no request: " + type);
        };
    }

    private byte[] chunk() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Frames.CHUNK_BYTES_MAX) {
            throw new IOException("a chunk of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
