package io.millrace.firehose.columnar.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.firehose.columnar.RowWriter;
import io.millrace.firehose.columnar.json.Mismatch;
import io.millrace.firehose.columnar.json.RowReader;
import io.millrace.firehose.columnar.orc.OrcRows;
import io.millrace.firehose.columnar.parquet.ParquetRows;
import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.columnar.protocol.Frames;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.orc.TypeDescription;

/** One object: records in, frames of the file out. The writer is opened with the first record: an object without one is no object. */
final class ObjectBuild {

    /** Shares of the heap that a row group may take: it is in memory in rows' order and then, compressed, in columns'. */
    private static final long ROW_GROUP_SHARE = 4;
    private static final int MESSAGE_CHARACTERS_MAX = 500;

    private final ConversionJob job;
    private final TypeDescription schema;
    private final RowReader reader;
    private final DataOutputStream out;
    private RowWriter writer;
    private long index;
    private long records;

    ObjectBuild(ConversionJob job, DataOutputStream out) {
        this.job = job;
        this.schema = TypeDescription.fromString(job.schema());
        this.reader = new RowReader(schema, job.rules());
        this.out = out;
    }

    void run(RequestReader requests) throws IOException {
        while (true) {
            switch (requests.next()) {
                case Request.Chunk chunk -> {
                    write(chunk.bytes());
                    out.writeByte(Frames.CHUNK_DONE);
                    out.flush();
                }
                case Request.Finish unused -> {
                    if (writer != null) {
                        writer.finish();
                    }
                    done(records);
                    return;
                }
                case Request.Abandon unused -> {
                    done(0);
                    return;
                }
                case Request.Job another -> throw new IOException("a job within a job: " + another);
            }
        }
    }

    private void done(long made) throws IOException {
        out.writeByte(Frames.DONE);
        out.writeLong(made);
        out.flush();
    }

    private void write(byte[] chunk) throws IOException {
        for (int at = 0; at < chunk.length;) {
            int length = (chunk[at] & 0xff) << 24 | (chunk[at + 1] & 0xff) << 16 | (chunk[at + 2] & 0xff) << 8 | chunk[at + 3] & 0xff;
            at += Integer.BYTES;
            List<Object[]> rows = rows(chunk, at, length);
            if (!rows.isEmpty()) {
                writeAll(rows);
                records++;
            }
            index++;
            at += length;
        }
    }

    private void writeAll(List<Object[]> rows) throws IOException {
        if (writer == null) {
            long bytesMax = Runtime.getRuntime().maxMemory() / ROW_GROUP_SHARE;
            OutputStream file = new FramedOutput(out);
            writer = switch (job.output()) {
                case ConversionJob.Parquet parquet -> new ParquetRows(schema, parquet, bytesMax, file);
                case ConversionJob.Orc orc -> new OrcRows(schema, orc, bytesMax, file);
            };
        }
        for (Object[] row : rows) {
            writer.write(row);
        }
    }

    /** None when the record is rejected. */
    private List<Object[]> rows(byte[] chunk, int from, int length) throws IOException {
        try {
            return reader.read(chunk, from, length);
        } catch (Mismatch e) {
            reject("DataFormatConversion.MalformedData", e.getMessage());
        } catch (JsonProcessingException e) {
            reject("DataFormatConversion.ParseError", "Encountered malformed JSON. " + e.getOriginalMessage());
        }
        return List.of();
    }

    private void reject(String code, String message) throws IOException {
        out.writeByte(Frames.REJECTED);
        out.writeLong(index);
        Frames.writeText(out, code);
        Frames.writeText(out, message.substring(0, Math.min(MESSAGE_CHARACTERS_MAX, message.length())));
    }
}
