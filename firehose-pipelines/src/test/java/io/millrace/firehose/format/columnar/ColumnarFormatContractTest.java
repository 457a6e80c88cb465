package io.millrace.firehose.format.columnar;

import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.format.OutputFormatContractTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The contract for each compression of each columnar format. */
class ColumnarFormatContractTest {

    private static final FormatWorkers WORKERS = new FormatWorkers(WorkerClassPath.settings());

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    abstract static class Columnar extends OutputFormatContractTest {

        private final ConversionConfig.Output output;

        Columnar(ConversionConfig.Output output) {
            this.output = output;
        }

        @Override
        protected OutputFormat format() {
            return new ColumnarConversions(WORKERS, Tables.of("number:bigint")).open(Tables.conversion(output));
        }
    }

    abstract static class Parquet extends Columnar {

        Parquet(String compression, String version) {
            super(new ConversionConfig.Parquet(64 * 1024 * 1024, 64 * 1024, compression, true, 0, version));
        }

        @Override
        protected List<String> read(byte[] object) throws Exception {
            return ColumnarFiles.parquet(object, "SELECT '{\"number\":' || number || '}' || chr(10) FROM FILE");
        }
    }

    abstract static class Orc extends Columnar {

        Orc(String compression) {
            super(Tables.orc(compression));
        }

        @Override
        protected List<String> read(byte[] object) throws Exception {
            return ColumnarFiles.orc(object).stream().map(line -> line + "\n").toList();
        }
    }

    @Nested
    class ParquetPlain extends Parquet {
        ParquetPlain() {
            super("UNCOMPRESSED", "V1");
        }
    }

    @Nested
    class ParquetGzip extends Parquet {
        ParquetGzip() {
            super("GZIP", "V1");
        }
    }

    @Nested
    class ParquetSnappy extends Parquet {
        ParquetSnappy() {
            super("SNAPPY", "V2");
        }
    }

    @Nested
    class OrcPlain extends Orc {
        OrcPlain() {
            super("NONE");
        }
    }

    @Nested
    class OrcZlib extends Orc {
        OrcZlib() {
            super("ZLIB");
        }
    }

    @Nested
    class OrcSnappy extends Orc {
        OrcSnappy() {
            super("SNAPPY");
        }
    }
}
