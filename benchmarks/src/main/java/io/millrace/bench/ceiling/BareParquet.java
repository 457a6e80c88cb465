package io.millrace.bench.ceiling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** parquet-java's writer as one would use it for one known record: no schema but the one, no rules, nothing checked. */
public final class BareParquet {

    public static final int ROW_GROUP_BYTES = 64 * 1024 * 1024, PAGE_BYTES = 1024 * 1024;
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message access { optional binary host (STRING); optional int64 at; "
            + "optional binary request (STRING); optional int32 status; optional int64 bytes; optional binary agent (STRING); optional double seconds; optional binary trace (STRING); }");
    private static final JsonFactory JSON = new JsonFactory();

    /** Held, so that its level stays: where nothing is configured all is logged, which Parquet pays for at each value. */
    private static final Logger PARQUET_LOG = Logger.getLogger("org.apache.parquet");

    static {
        PARQUET_LOG.setLevel(Level.WARNING);
    }

    private BareParquet() {
    }

    /** Parses each record and writes it. */
    public static void writeParsing(Path file, List<byte[]> records) throws IOException {
        try (ParquetWriter<Object[]> writer = writer(file)) {
            for (byte[] record : records) {
                writer.write(row(record));
            }
        }
    }

    /** Writes rows that {@link #rows} has made. */
    public static void writeRows(Path file, List<Object[]> rows) throws IOException {
        try (ParquetWriter<Object[]> writer = writer(file)) {
            for (Object[] row : rows) {
                writer.write(row);
            }
        }
    }

    public static List<Object[]> rows(List<byte[]> records) throws IOException {
        List<Object[]> rows = new ArrayList<>(records.size());
        for (byte[] record : records) {
            rows.add(row(record));
        }
        return rows;
    }

    private static Object[] row(byte[] record) throws IOException {
        Object[] row = new Object[SCHEMA.getFieldCount()];
        try (JsonParser parser = JSON.createParser(record)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                int field = SCHEMA.getFieldIndex(name);
                row[field] = switch (field) {
                    case 0, 2, 5, 7 -> Binary.fromString(parser.getText());
                    case 6 -> parser.getDoubleValue();
                    default -> token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : null;
                };
            }
        }
        return row;
    }

    private static ParquetWriter<Object[]> writer(Path file) throws IOException {
        return new Builder(new LocalOutputFile(file)).withConf(new PlainParquetConfiguration()).withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.SNAPPY).withRowGroupSize((long) ROW_GROUP_BYTES).withPageSize(PAGE_BYTES).build();
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {

        private Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new Support();
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
            return new Support();
        }
    }

    private static final class Support extends WriteSupport<Object[]> {

        private RecordConsumer record;

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            record = consumer;
        }

        @Override
        public void write(Object[] row) {
            record.startMessage();
            for (int i = 0; i < row.length; i++) {
                if (row[i] == null) {
                    continue;
                }
                String name = SCHEMA.getFieldName(i);
                record.startField(name, i);
                switch (i) {
                    case 0, 2, 5, 7 -> record.addBinary((Binary) row[i]);
                    case 3 -> record.addInteger(((Long) row[i]).intValue());
                    case 6 -> record.addDouble((Double) row[i]);
                    default -> record.addLong((Long) row[i]);
                }
                record.endField(name, i);
            }
            record.endMessage();
        }
    }
}
