package io.millrace.firehose.columnar.parquet;

import io.millrace.firehose.columnar.RowWriter;
import io.millrace.firehose.columnar.protocol.ConversionJob;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.TypeDescription;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/** A Parquet file. */
public final class ParquetRows implements RowWriter {

    private final ParquetWriter<Object[]> writer;

    /** @param rowGroupBytesMax a bound beneath the job's own, by the memory there is */
    public ParquetRows(TypeDescription schema, ConversionJob.Parquet job, long rowGroupBytesMax, OutputStream out) throws IOException {
        this.writer = new Builder(new StreamFile(out), schema)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new StreamCodecs())
                .withCompressionCodec(CompressionCodecName.valueOf(job.compression()))
                .withRowGroupSize(Math.min(job.blockBytes(), rowGroupBytesMax))
                .withPageSize(job.pageBytes())
                .withDictionaryPageSize(job.pageBytes())
                .withDictionaryEncoding(job.dictionary())
                .withMaxPaddingSize(job.maxPaddingBytes())
                .withWriterVersion(job.version2() ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
                .build();
    }

    @Override
    public void write(Object[] row) throws IOException {
        writer.write(row);
    }

    @Override
    public void finish() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {

        private final TypeDescription schema;

        private Builder(OutputFile file, TypeDescription schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new Support(schema);
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
            return new Support(schema);
        }
    }

    private static final class Support extends WriteSupport<Object[]> {

        private final TypeDescription schema;
        private final FieldsWriter fields;
        private RecordConsumer record;

        private Support(TypeDescription schema) {
            this.schema = schema;
            this.fields = new FieldsWriter(schema);
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(ParquetSchema.of(schema), Map.of());
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(ParquetSchema.of(schema), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            this.record = consumer;
        }

        @Override
        public void write(Object[] row) {
            record.startMessage();
            fields.write(row, record);
            record.endMessage();
        }
    }
}
