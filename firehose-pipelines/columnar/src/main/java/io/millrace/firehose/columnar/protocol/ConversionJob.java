package io.millrace.firehose.columnar.protocol;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object to be made.
 *
 * @param schema Hive's type of a row, e.g. {@code struct<id:bigint,tags:array<string>>}
 */
public record ConversionJob(String schema, JsonRules rules, Output output) {

    /**
     * How JSON is read.
     *
     * @param lenient           as OpenX: numbers and booleans may stand in strings
     * @param caseInsensitive   keys match columns in any case
     * @param dotsToUnderscores dots in keys count as underscores
     * @param keyOfColumn       keys of the columns that are not named like theirs
     * @param timestampFormats  Joda's patterns or {@code millis}, tried in order; empty: the SerDe's own
     */
    public record JsonRules(boolean lenient, boolean caseInsensitive, boolean dotsToUnderscores, Map<String, String> keyOfColumn,
            List<String> timestampFormats) {
    }

    /** What is written. Sizes in bytes. */
    public sealed interface Output {
    }

    /** @param compression UNCOMPRESSED, GZIP or SNAPPY */
    public record Parquet(int blockBytes, int pageBytes, String compression, boolean dictionary, int maxPaddingBytes, boolean version2) implements Output {
    }

    /**
     * An ORC file.
     *
     * @param compression            NONE, ZLIB or SNAPPY
     * @param dictionaryKeyThreshold negative: the writer's own
     * @param version011             the older format
     */
    public record Orc(int stripeBytes, int blockBytes, int rowIndexStride, boolean padding, double paddingTolerance, String compression,
            String bloomFilterColumns, double bloomFilterFalsePositives, double dictionaryKeyThreshold, boolean version011) implements Output {
    }

    /** Writes what {@link #read} reads. */
    public void write(DataOutput out) throws IOException {
        Frames.writeText(out, schema);
        out.writeBoolean(rules.lenient());
        out.writeBoolean(rules.caseInsensitive());
        out.writeBoolean(rules.dotsToUnderscores());
        out.writeInt(rules.keyOfColumn().size());
        for (Map.Entry<String, String> entry : rules.keyOfColumn().entrySet()) {
            Frames.writeText(out, entry.getKey());
            Frames.writeText(out, entry.getValue());
        }
        out.writeInt(rules.timestampFormats().size());
        for (String format : rules.timestampFormats()) {
            Frames.writeText(out, format);
        }
        switch (output) {
            case Parquet parquet -> write(out, parquet);
            case Orc orc -> write(out, orc);
        }
    }

    public static ConversionJob read(DataInput in) throws IOException {
        String schema = Frames.readText(in);
        boolean lenient = in.readBoolean(), caseInsensitive = in.readBoolean(), dots = in.readBoolean();
        Map<String, String> keys = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String column = Frames.readText(in);
            keys.put(column, Frames.readText(in));
        }
        List<String> formats = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            formats.add(Frames.readText(in));
        }
        return new ConversionJob(schema, new JsonRules(lenient, caseInsensitive, dots, keys, formats), in.readBoolean() ? readParquet(in) : readOrc(in));
    }

    private static void write(DataOutput out, Parquet parquet) throws IOException {
        out.writeBoolean(true);
        out.writeInt(parquet.blockBytes());
        out.writeInt(parquet.pageBytes());
        Frames.writeText(out, parquet.compression());
        out.writeBoolean(parquet.dictionary());
        out.writeInt(parquet.maxPaddingBytes());
        out.writeBoolean(parquet.version2());
    }

    private static Parquet readParquet(DataInput in) throws IOException {
        return new Parquet(in.readInt(), in.readInt(), Frames.readText(in), in.readBoolean(), in.readInt(), in.readBoolean());
    }

    private static void write(DataOutput out, Orc orc) throws IOException {
        out.writeBoolean(false);
        out.writeInt(orc.stripeBytes());
        out.writeInt(orc.blockBytes());
        out.writeInt(orc.rowIndexStride());
        out.writeBoolean(orc.padding());
        out.writeDouble(orc.paddingTolerance());
        Frames.writeText(out, orc.compression());
        Frames.writeText(out, orc.bloomFilterColumns());
        out.writeDouble(orc.bloomFilterFalsePositives());
        out.writeDouble(orc.dictionaryKeyThreshold());
        out.writeBoolean(orc.version011());
    }

    private static Orc readOrc(DataInput in) throws IOException {
        return new Orc(in.readInt(), in.readInt(), in.readInt(), in.readBoolean(), in.readDouble(), Frames.readText(in), Frames.readText(in),
                in.readDouble(), in.readDouble(), in.readBoolean());
    }
}
