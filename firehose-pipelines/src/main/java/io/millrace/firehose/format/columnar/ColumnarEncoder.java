package io.millrace.firehose.format.columnar;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.columnar.protocol.Frames;
import io.millrace.firehose.error.ConversionFailure;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Sends records in chunks and takes what the worker makes of them. Holds one chunk. */
final class ColumnarEncoder implements OutputFormat.Encoder {

    private final FormatWorkers workers;
    private final WorkerProcess worker;
    private final OutputStream out;
    private final OutputFormat.Rejections rejections;
    private byte[] chunk = new byte[Frames.CHUNK_BYTES];
    private int chunkBytes;
    private int unanswered;
    private byte[] piece = new byte[0];
    private boolean healthy = true;
    private boolean ended;

    ColumnarEncoder(FormatWorkers workers, ConversionJob job, OutputStream out, OutputFormat.Rejections rejections) throws IOException {
        this.workers = workers;
        this.out = out;
        this.rejections = rejections;
        this.worker = workers.take(job);
    }

    @Override
    public void write(FirehoseRecord record) throws IOException {
        int length = record.data().length;
        if (chunkBytes > 0 && chunkBytes + Integer.BYTES + length > Frames.CHUNK_BYTES) {
            sendChunk();
        }
        if (chunk.length < chunkBytes + Integer.BYTES + length) {
            chunk = Arrays.copyOf(chunk, chunkBytes + Integer.BYTES + length);
        }
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            chunk[chunkBytes++] = (byte) (length >>> shift);
        }
        System.arraycopy(record.data(), 0, chunk, chunkBytes, length);
        chunkBytes += length;
    }

    @Override
    public long finish() throws IOException {
        if (chunkBytes > 0) {
            sendChunk();
        }
        request(Frames.FINISH);
        long records = takeUntilDone();
        ended = true;
        return records;
    }

    /** A worker in the middle of an object is told to give it up; one that cannot be told is ended. */
    @Override
    public void close() {
        if (healthy && !ended) {
            try {
                request(Frames.ABANDON);
                takeUntilDone();
            } catch (IOException e) {
                healthy = false;
            }
        }
        if (chunk.length > 0) {
            workers.giveBack(worker, healthy);
            chunk = new byte[0];
        }
    }

    private void sendChunk() throws IOException {
        while (unanswered >= Frames.CHUNKS_UNDER_WAY) {
            take(worker.answer());
        }
        try {
            DataOutputStream requests = worker.requests();
            requests.writeByte(Frames.CHUNK);
            requests.writeInt(chunkBytes);
            requests.write(chunk, 0, chunkBytes);
            requests.flush();
        } catch (IOException e) {
            healthy = false;
            throw e;
        }
        unanswered++;
        chunkBytes = 0;
        if (chunk.length > Frames.CHUNK_BYTES) {
            chunk = new byte[Frames.CHUNK_BYTES];
        }
    }

    private void request(byte type) throws IOException {
        try {
            worker.requests().writeByte(type);
            worker.requests().flush();
        } catch (IOException e) {
            healthy = false;
            throw e;
        }
    }

    private long takeUntilDone() throws IOException {
        for (byte type = nextAnswer(); true; type = nextAnswer()) {
            if (type == Frames.DONE) {
                return worker.answers().readLong();
            }
            take(type);
        }
    }

    private byte nextAnswer() throws IOException {
        try {
            return worker.answer();
        } catch (IOException e) {
            healthy = false;
            throw e;
        }
    }

    private void take(byte type) throws IOException {
        boolean taken = false;
        try {
            switch (type) {
                case Frames.OUTPUT -> takeOutput();
                case Frames.REJECTED -> rejections.reject(worker.answers().readLong(),
                        new ConversionFailure(Frames.readText(worker.answers()), Frames.readText(worker.answers())));
                case Frames.CHUNK_DONE -> unanswered--;
                case Frames.FAILED -> throw new IOException("format worker: " + Frames.readText(worker.answers()));
                default -> throw new IOException("format worker answered " + type);
            }
            taken = true;
        } finally {
            healthy &= taken;
        }
    }

    private void takeOutput() throws IOException {
        int length = worker.answers().readInt();
        if (length < 0 || length > Frames.CHUNK_BYTES_MAX) {
            throw new IOException("format worker gave " + length + " bytes at once");
        }
        if (piece.length < length) {
            piece = new byte[length];
        }
        worker.answers().readFully(piece, 0, length);
        out.write(piece, 0, length);
    }
}
