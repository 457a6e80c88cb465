package io.millrace.firehose.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Conversion of JSON records to a columnar format. */
public record ConversionConfig(Input input, Output output, Schema schema) {

    /** How JSON is read. */
    public sealed interface Input {
    }

    /** @param columnToJsonKey key of the JSON by column */
    public record OpenXJson(boolean convertDotsToUnderscores, boolean caseInsensitive, Map<String, String> columnToJsonKey) implements Input {
        public OpenXJson {
            columnToJsonKey = Map.copyOf(columnToJsonKey);
        }
    }

    /** @param timestampFormats Joda patterns or {@code millis}; empty: the default of java.sql.Timestamp */
    public record HiveJson(List<String> timestampFormats) implements Input {
        public HiveJson {
            timestampFormats = List.copyOf(timestampFormats);
        }
    }

    /** What is written. Sizes in bytes. */
    public sealed interface Output {
    }

    /** @param compression UNCOMPRESSED, GZIP or SNAPPY; {@code writerVersion} is V1 or V2 */
    public record Parquet(int blockBytes, int pageBytes, String compression, boolean dictionary, int maxPaddingBytes, String writerVersion)
            implements Output {
    }

    /** @param compression NONE, ZLIB or SNAPPY; {@code formatVersion} is V0_11 or V0_12 */
    public record Orc(int stripeBytes, int blockBytes, int rowIndexStride, boolean padding, double paddingTolerance, String compression,
            List<String> bloomFilterColumns, double bloomFilterFalsePositives, OptionalDouble dictionaryKeyThreshold, String formatVersion)
            implements Output {
        public Orc {
            bloomFilterColumns = List.copyOf(bloomFilterColumns);
        }
    }

    /** A table of the schema registry. */
    public record Schema(Optional<String> catalogId, String database, String table, Optional<String> region, String version,
            Optional<String> roleArn) {
    }
}
