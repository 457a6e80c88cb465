package io.millrace.firehose.format.columnar;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.format.Conversions;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.schema.SchemaRegistry;
import io.millrace.firehose.schema.SchemaUnusable;
import io.millrace.firehose.schema.TableReference;
import java.util.List;
import java.util.Map;

/** Conversions by format workers. What needs a table that is not in the registry is refused when it is configured. */
public final class ColumnarConversions implements Conversions {

    private static final String MILLIS = "millis";
    /** Letters of Joda's patterns. */
    private static final String PATTERN_LETTERS = "GCYxweyDMdaKhHkmsSEzZ";

    private final FormatWorkers workers;
    private final SchemaRegistry schemas;

    public ColumnarConversions(FormatWorkers workers, SchemaRegistry schemas) {
        this.workers = workers;
        this.schemas = schemas;
    }

    @Override
    public OutputFormat open(ConversionConfig config) {
        if (workers.settings().java().isEmpty()) {
            throw new UnsupportedConfig("DataFormatConversionConfiguration needs a JVM and the jars of the format worker, and this server has not found them");
        }
        TableReference table = new TableReference(config.schema().database(), config.schema().table(), config.schema().version());
        try {
            schemas.find(table);
        } catch (SchemaUnusable e) {
            throw new UnsupportedConfig("SchemaConfiguration: " + e.getMessage());
        }
        return new ColumnarFormat(workers, schemas, table, rules(config.input()), output(config.output()));
    }

    private static ConversionJob.JsonRules rules(ConversionConfig.Input input) {
        return switch (input) {
            case ConversionConfig.OpenXJson openX -> new ConversionJob.JsonRules(true, openX.caseInsensitive(), openX.convertDotsToUnderscores(),
                    openX.columnToJsonKey(), List.of());
            case ConversionConfig.HiveJson hive -> {
                hive.timestampFormats().forEach(ColumnarConversions::checkPattern);
                yield new ConversionJob.JsonRules(false, true, false, Map.of(), hive.timestampFormats());
            }
        };
    }

    private static ConversionJob.Output output(ConversionConfig.Output output) {
        return switch (output) {
            case ConversionConfig.Parquet parquet -> new ConversionJob.Parquet(parquet.blockBytes(), parquet.pageBytes(), parquet.compression(),
                    parquet.dictionary(), parquet.maxPaddingBytes(), parquet.writerVersion().equals("V2"));
            case ConversionConfig.Orc orc -> new ConversionJob.Orc(orc.stripeBytes(), orc.blockBytes(), orc.rowIndexStride(), orc.padding(),
                    orc.paddingTolerance(), orc.compression(), String.join(",", orc.bloomFilterColumns()), orc.bloomFilterFalsePositives(),
                    orc.dictionaryKeyThreshold().orElse(-1), orc.formatVersion().equals("V0_11"));
        };
    }

    /** Joda itself is in the worker, where a bad pattern would be known too late. */
    private static void checkPattern(String pattern) {
        boolean quoted = false;
        boolean bad = pattern.isEmpty();
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            bad |= !quoted && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') && PATTERN_LETTERS.indexOf(c) < 0;
        }
        if (!pattern.equals(MILLIS) && (bad || quoted)) {
            throw new UnsupportedConfig("TimestampFormats has a pattern that Joda does not know: " + pattern);
        }
    }
}
