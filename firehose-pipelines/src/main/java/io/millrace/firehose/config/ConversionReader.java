package io.millrace.firehose.config;

import java.util.Optional;
import java.util.OptionalDouble;

/** The format conversion, with the service's defaults. */
final class ConversionReader {

    private static final int BLOCK_BYTES = 256 * 1024 * 1024, PAGE_BYTES = 1024 * 1024, STRIPE_BYTES = 64 * 1024 * 1024, ROW_INDEX_STRIDE = 10_000;
    private static final double TOLERANCE = 0.05, FALSE_POSITIVES = 0.05;

    private ConversionReader() {
    }

    static ConversionConfig read(ConfigTree tree) {
        return new ConversionConfig(input(part(tree, "InputFormatConfiguration", "Deserializer")),
                output(part(tree, "OutputFormatConfiguration", "Serializer")),
                schema(tree.structure("SchemaConfiguration").orElseThrow(() -> missing("SchemaConfiguration"))));
    }

    private static ConfigTree part(ConfigTree tree, String configuration, String member) {
        return tree.structure(configuration).flatMap(given -> given.structure(member)).orElseThrow(() -> missing(configuration + "." + member));
    }

    private static UnsupportedConfig missing(String member) {
        return new UnsupportedConfig(member + " must be specified when data format conversion is enabled");
    }

    private static ConversionConfig.Input input(ConfigTree deserializer) {
        Optional<ConfigTree> openX = deserializer.structure("OpenXJsonSerDe"), hive = deserializer.structure("HiveJsonSerDe");
        if (openX.isPresent() == hive.isPresent()) {
            throw new UnsupportedConfig("Deserializer must have either OpenXJsonSerDe or HiveJsonSerDe");
        }
        return openX.<ConversionConfig.Input>map(given -> new ConversionConfig.OpenXJson(given.flag("ConvertDotsInJsonKeysToUnderscores", false),
                        given.flag("CaseInsensitive", true), given.textMap("ColumnToJsonKeyMappings")))
                .orElseGet(() -> new ConversionConfig.HiveJson(hive.orElseThrow().texts("TimestampFormats")));
    }

    private static ConversionConfig.Output output(ConfigTree serializer) {
        Optional<ConfigTree> parquet = serializer.structure("ParquetSerDe"), orc = serializer.structure("OrcSerDe");
        if (parquet.isPresent() == orc.isPresent()) {
            throw new UnsupportedConfig("Serializer must have either ParquetSerDe or OrcSerDe");
        }
        return parquet.map(ConversionReader::parquet).orElseGet(() -> orc(orc.orElseThrow()));
    }

    private static ConversionConfig.Output parquet(ConfigTree given) {
        return new ConversionConfig.Parquet(given.whole("BlockSizeBytes", BLOCK_BYTES), given.whole("PageSizeBytes", PAGE_BYTES),
                given.text("Compression").orElse("SNAPPY"), given.flag("EnableDictionaryCompression", false),
                given.whole("MaxPaddingBytes", 0), given.text("WriterVersion").orElse("V1"));
    }

    private static ConversionConfig.Output orc(ConfigTree given) {
        OptionalDouble threshold = given.has("DictionaryKeyThreshold") ? OptionalDouble.of(given.real("DictionaryKeyThreshold", 0))
                : OptionalDouble.empty();
        return new ConversionConfig.Orc(given.whole("StripeSizeBytes", STRIPE_BYTES), given.whole("BlockSizeBytes", BLOCK_BYTES),
                given.whole("RowIndexStride", ROW_INDEX_STRIDE), given.flag("EnablePadding", false), given.real("PaddingTolerance", TOLERANCE),
                given.text("Compression").orElse("SNAPPY"), given.texts("BloomFilterColumns"),
                given.real("BloomFilterFalsePositiveProbability", FALSE_POSITIVES), threshold, given.text("FormatVersion").orElse("V0_12"));
    }

    private static ConversionConfig.Schema schema(ConfigTree given) {
        if (!given.has("RoleARN")) {
            throw missing("SchemaConfiguration.RoleARN");
        }
        return new ConversionConfig.Schema(given.text("CatalogId"), given.text("DatabaseName").orElseThrow(() -> missing("SchemaConfiguration.DatabaseName")),
                given.text("TableName").orElseThrow(() -> missing("SchemaConfiguration.TableName")), given.text("Region"),
                given.text("VersionId").orElse("LATEST"), given.text("RoleARN"));
    }
}
