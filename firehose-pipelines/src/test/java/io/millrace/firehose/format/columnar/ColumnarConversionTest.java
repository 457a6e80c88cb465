package io.millrace.firehose.format.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.schema.SchemaRegistry;
import io.millrace.firehose.schema.SchemaUnusable;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of values, keys and bad records; files are read by others' programs. */
class ColumnarConversionTest {

    private static final FormatWorkers WORKERS = new FormatWorkers(WorkerClassPath.settings());
    private static final ConversionConfig.OpenXJson OPENX = new ConversionConfig.OpenXJson(false, true, Map.of());
    private static final String[] ALL_TYPES = {"b:boolean", "t:tinyint", "s:smallint", "i:int", "l:bigint", "f:float", "d:double", "n:decimal(20,3)",
        "c:string", "v:varchar(3)", "x:binary", "day:date", "at:timestamp", "a:array<int>", "m:map<string,bigint>", "r:struct<`p`:int,`q`:array<string>>"};
    private static final String ALL_VALUES = """
            {"b":true,"t":-128,"s":32767,"i":-2147483648,"l":9223372036854775807,"f":1.5,"d":-0.25,"n":12345678901234567.8915,"c":"größe","v":"abcdef",
            "x":"AAEC","day":"2026-11-25","at":"2026-11-25T01:02:03.123456789Z","a":[1,null,3],"m":{"k":1,"z":null},"r":{"p":7,"q":["x","y"]}}""";

    private final List<String> rejected = new ArrayList<>();

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    @Test
    void everyTypeIsInParquet() throws Exception {
        byte[] object = convert(Tables.of(ALL_TYPES), OPENX, Tables.PARQUET, ALL_VALUES, "{}");
        assertThat(ColumnarFiles.parquet(object, "SELECT b, t, s, i, l, f, d, n, c, v, hex(x), day, \"at\", a, m, r FROM FILE")).containsExactly(
                "true|-128|32767|-2147483648|9223372036854775807|1.5|-0.25|12345678901234567.892|größe|abc|000102|2026-11-25|"
                        + "2026-11-25 01:02:03.123456|[1, NULL, 3]|{k=1, z=NULL}|{'p': 7, 'q': [x, y]}",
                "null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null");
    }

    @Test
    void everyTypeIsInOrc() throws Exception {
        byte[] object = convert(Tables.of(ALL_TYPES), OPENX, Tables.orc("ZLIB"), ALL_VALUES, "{}");
        assertThat(ColumnarFiles.orc(object)).hasSize(2).first().asString().contains("\"b\":true", "\"t\":-128", "\"l\":9223372036854775807",
                "\"n\":\"12345678901234567.892\"", "\"c\":\"größe\"", "\"v\":\"abc\"", "\"x\":[0,1,2]", "\"day\":\"2026-11-25\"",
                "\"at\":\"2026-11-25 01:02:03.123456789\"", "\"a\":[1,null,3]", "\"r\":{\"p\":7,\"q\":[\"x\",\"y\"]}");
    }

    @Test
    void openXFindsColumnsByItsOptions() throws Exception {
        ConversionConfig.OpenXJson options = new ConversionConfig.OpenXJson(true, true, Map.of("at", "timestamp"));
        byte[] object = convert(Tables.of("user_id:string", "at:bigint"), options, Tables.PARQUET, "{\"User.ID\":\"u\",\"timestamp\":5,\"other\":[{}]}");
        assertThat(ColumnarFiles.parquet(object, "SELECT user_id, \"at\" FROM FILE")).containsExactly("u|5");
        ConversionConfig.OpenXJson exact = new ConversionConfig.OpenXJson(false, false, Map.of());
        assertThat(ColumnarFiles.parquet(convert(Tables.of("id:string"), exact, Tables.PARQUET, "{\"Id\":\"u\"}"), "SELECT id FROM FILE"))
                .containsExactly("null");
    }

    @Test
    void openXTakesItsFormsOfTimestamps() throws Exception {
        byte[] object = convert(Tables.of("at:timestamp"), OPENX, Tables.PARQUET, "{\"at\":\"2017-02-07T15:13:01.39256Z\"}", "{\"at\":\"2017-2-7 15:13:01.14\"}",
                "{\"at\":1518033528}", "{\"at\":1518033528123}", "{\"at\":1518033528.123}", "{\"at\":\"1518033528\"}", "{\"at\":\"-1.5\"}");
        assertThat(ColumnarFiles.parquet(object, "SELECT \"at\" FROM FILE")).containsExactly("2017-02-07 15:13:01.39256", "2017-02-07 15:13:01.14",
                "2018-02-07 19:58:48.0", "2018-02-07 19:58:48.123", "2018-02-07 19:58:48.123", "2018-02-07 19:58:48.0", "1969-12-31 23:59:58.5");
    }

    @Test
    void hiveTakesItsFormatsOfTimestamps() throws Exception {
        ConversionConfig.HiveJson plain = new ConversionConfig.HiveJson(List.of());
        assertThat(ColumnarFiles.parquet(convert(Tables.of("at:timestamp"), plain, Tables.PARQUET, "{\"AT\":\"2017-02-07 15:13:01.5\"}"), "SELECT \"at\" FROM FILE"))
                .containsExactly("2017-02-07 15:13:01.5");
        ConversionConfig.HiveJson formats = new ConversionConfig.HiveJson(List.of("dd/MMM/yyyy:HH:mm:ss Z", "millis"));
        byte[] object = convert(Tables.of("at:timestamp"), formats, Tables.PARQUET, "{\"at\":\"17/May/2015:10:05:03 +0200\"}", "{\"at\":1518033528123}");
        assertThat(ColumnarFiles.parquet(object, "SELECT \"at\" FROM FILE")).containsExactly("2015-05-17 08:05:03.0", "2018-02-07 19:58:48.123");
    }

    @Test
    void aRecordMayHaveSeveralDocuments() throws Exception {
        assertThat(ColumnarFiles.parquet(convert(Tables.of("a:int"), OPENX, Tables.PARQUET, "{\"a\":1}{\"a\":2}\n{\"a\":3}"), "SELECT a FROM FILE"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void badRecordsAreRejectedWithTheirCodesAndLeaveNoTrace() throws Exception {
        byte[] object = convert(Tables.of("a:tinyint", "r:struct<`b`:boolean>"), OPENX, Tables.PARQUET, "{\"a\":1}", "no json", "{\"a\":2", "[{\"a\":3}]",
                "{\"a\":128}", "{\"a\":{}}", "{\"a\":5}{\"a\":\"x\"}", "", "{\"r\":{\"b\":1}}", "{\"a\":\"9\"}");
        assertThat(ColumnarFiles.parquet(object, "SELECT a FROM FILE")).containsExactly("1", "9");
        assertThat(rejected).containsExactly("1 DataFormatConversion.ParseError", "2 DataFormatConversion.ParseError", "3 DataFormatConversion.MalformedData",
                "4 DataFormatConversion.MalformedData", "5 DataFormatConversion.MalformedData", "6 DataFormatConversion.MalformedData",
                "7 DataFormatConversion.MalformedData", "8 DataFormatConversion.MalformedData");
    }

    @Test
    void onlyBadRecordsMakeNoObject() throws Exception {
        assertThat(convert(Tables.of("a:int"), OPENX, Tables.PARQUET, "x", "y")).isEmpty();
    }

    @Test
    void aWorkerServesAgainAfterAnObjectIsGivenUp() throws Exception {
        OutputFormat format = new ColumnarConversions(WORKERS, Tables.of("a:int")).open(Tables.conversion(Tables.PARQUET));
        for (int i = 0; i < 5; i++) {
            try (OutputFormat.Encoder encoder = format.open(new OutputFormat.NewObject("x", 0), new ByteArrayOutputStream(), (index, failure) -> { })) {
                for (int record = 0; record < 100_000; record++) {
                    encoder.write(record("{\"a\":1}"));
                }
            }
        }
        aRecordMayHaveSeveralDocuments();
    }

    @Test
    void aDeadWorkerFailsItsObjectAndTheNextGetsAnother() throws Exception {
        OutputFormat format = new ColumnarConversions(WORKERS, Tables.of("a:int")).open(Tables.conversion(Tables.PARQUET));
        try (OutputFormat.Encoder encoder = format.open(new OutputFormat.NewObject("x", 0), new ByteArrayOutputStream(), (index, failure) -> { })) {
            ProcessHandle.current().children().filter(child -> child.info().arguments().map(List::of).orElse(List.of()).toString().contains("FormatWorker"))
                    .forEach(ProcessHandle::destroyForcibly);
            encoder.write(record("{\"a\":1}"));
            assertThatThrownBy(encoder::finish).isInstanceOf(IOException.class);
        }
        aRecordMayHaveSeveralDocuments();
    }

    @Test
    void whatCannotBeServedIsRefusedByName() {
        SchemaRegistry none = reference -> {
            throw new SchemaUnusable("table db.t is not there");
        };
        assertThatThrownBy(() -> new ColumnarConversions(WORKERS, none).open(Tables.conversion(Tables.PARQUET))).isInstanceOf(UnsupportedConfig.class)
                .hasMessageContaining("SchemaConfiguration: table db.t");
        FormatWorkers noJvm = new FormatWorkers(FormatWorkerSettings.defaults(Optional.empty(), List.of()));
        assertThatThrownBy(() -> new ColumnarConversions(noJvm, Tables.of("a:int")).open(Tables.conversion(Tables.PARQUET)))
                .hasMessageContaining("needs a JVM");
        assertThatThrownBy(() -> new ColumnarConversions(WORKERS, Tables.of("a:int"))
                .open(Tables.conversion(new ConversionConfig.HiveJson(List.of("yyyy-mm-dd'T")), Tables.PARQUET))).hasMessageContaining("TimestampFormats");
        noJvm.close();
    }

    private byte[] convert(SchemaRegistry schema, ConversionConfig.Input input, ConversionConfig.Output output, String... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputFormat format = new ColumnarConversions(WORKERS, schema).open(Tables.conversion(input, output));
        try (OutputFormat.Encoder encoder = format.open(new OutputFormat.NewObject("object", 0), out,
                (index, failure) -> rejected.add(index + " " + failure.code()))) {
            for (String record : records) {
                encoder.write(record(record));
            }
            assertThat(encoder.finish()).isEqualTo(records.length - rejected.size());
        }
        return out.toByteArray();
    }

    private static FirehoseRecord record(String data) {
        return FirehoseRecord.of(new RecordOrigin("id", 0, Optional.empty()), data.getBytes(StandardCharsets.UTF_8));
    }
}
