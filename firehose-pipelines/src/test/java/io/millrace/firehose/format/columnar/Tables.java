package io.millrace.firehose.format.columnar;

import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.schema.SchemaRegistry;
import io.millrace.firehose.schema.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Schemas and conversions for tests. */
public final class Tables {

    public static final ConversionConfig.Output PARQUET = new ConversionConfig.Parquet(64 * 1024 * 1024, 1024 * 1024, "SNAPPY", true, 0, "V1");

    private Tables() {
    }

    /** A registry that has one table under any name. @param columns {@code name:type} */
    public static SchemaRegistry of(String... columns) {
        List<TableSchema.Column> parsed = Arrays.stream(columns).map(column -> column.split(":", 2))
                .map(parts -> new TableSchema.Column(parts[0], parts[1])).toList();
        return reference -> new TableSchema("1", parsed);
    }

    public static ConversionConfig conversion(ConversionConfig.Output output) {
        return conversion(new ConversionConfig.OpenXJson(false, true, Map.of()), output);
    }

    public static ConversionConfig conversion(ConversionConfig.Input input, ConversionConfig.Output output) {
        return new ConversionConfig(input, output, new ConversionConfig.Schema(Optional.empty(), "db", "t", Optional.empty(), "LATEST", Optional.empty()));
    }

    public static ConversionConfig.Output orc(String compression) {
        return new ConversionConfig.Orc(64 * 1024 * 1024, 64 * 1024 * 1024, 10_000, false, 0.05, compression, List.of(), 0.05, OptionalDouble.empty(), "V0_12");
    }
}
