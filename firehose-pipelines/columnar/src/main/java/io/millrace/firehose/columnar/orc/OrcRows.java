package io.millrace.firehose.columnar.orc;

import io.millrace.firehose.columnar.RowWriter;
import io.millrace.firehose.columnar.protocol.ConversionJob;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.WriterImpl;
import org.apache.orc.impl.writer.WriterEncryptionVariant;

/** An ORC file. */
public final class OrcRows implements RowWriter {

    /** The writer knows files by their names; this one is a stream. */
    private static final Path NAMELESS = new Path("object");

    private final Writer writer;
    private final VectorizedRowBatch batch;
    private final ColumnFiller[] columns;

    public OrcRows(TypeDescription schema, ConversionJob.Orc job, long stripeBytesMax, OutputStream out) throws IOException {
        Configuration configuration = new Configuration(false);
        if (job.dictionaryKeyThreshold() >= 0) {
            OrcConf.DICTIONARY_KEY_SIZE_THRESHOLD.setDouble(configuration, job.dictionaryKeyThreshold());
        }
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Properties(), configuration)
                .setSchema(schema)
                .stripeSize(Math.min(job.stripeBytes(), stripeBytesMax))
                .blockSize(job.blockBytes())
                .rowIndexStride(job.rowIndexStride())
                .blockPadding(job.padding())
                .paddingTolerance(job.paddingTolerance())
                .compress(CompressionKind.valueOf(job.compression()))
                .bloomFilterColumns(job.bloomFilterColumns())
                .bloomFilterFpp(job.bloomFilterFalsePositives())
                .version(job.version011() ? OrcFile.Version.V_0_11 : OrcFile.Version.V_0_12)
                .useUTCTimestamp(true);
        options.physicalWriter(new PhysicalFsWriter(new FSDataOutputStream(out, null), options, new WriterEncryptionVariant[0]));
        this.writer = new WriterImpl(null, NAMELESS, options);
        this.batch = schema.createRowBatch();
        this.columns = schema.getChildren().stream().map(ColumnFiller::of).toArray(ColumnFiller[]::new);
    }

    @Override
    public void write(Object[] row) throws IOException {
        int at = batch.size++;
        for (int i = 0; i < columns.length; i++) {
            columns[i].fill(batch.cols[i], at, row[i]);
        }
        if (batch.size == batch.getMaxSize()) {
            flush();
        }
    }

    @Override
    public void finish() throws IOException {
        flush();
        writer.close();
    }

    private void flush() throws IOException {
        if (batch.size > 0) {
            writer.addRowBatch(batch);
            batch.reset();
        }
    }
}
