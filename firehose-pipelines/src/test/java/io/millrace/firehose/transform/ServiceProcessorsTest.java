package io.millrace.firehose.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.error.ErrorRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceProcessorsTest {

    private final ServiceProcessors processors = new ServiceProcessors(new ManualClock(0));
    private final List<FirehoseRecord> passed = new ArrayList<>();
    private final List<ErrorRecord> failed = new ArrayList<>();

    @Test
    void jsonIsTakenApartAsItStands() {
        ProcessingConfig.Step json = new ProcessingConfig.RecordDeAggregation(Optional.empty());
        assertThat(texts(json, "{\"a\":1}{\"b\": [2, \"}{\"]}\n  {\"ü\":{}}")).containsExactly("{\"a\":1}", "{\"b\": [2, \"}{\"]}", "{\"ü\":{}}");
        assertThat(texts(json, " [{\"a\":1} , {\"b\":2}] ")).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(texts(json, "{\"a\":1}".repeat(500))).hasSize(500);
        assertThat(failed).isEmpty();
        for (String bad : List.of("1", "{\"a\":1}x", "[[{}]]", "{\"a\":", "{\"a\":1}]")) {
            assertThat(texts(json, bad)).as(bad).isEmpty();
            assertThat(codes()).containsExactly("RecordDeAggregation.ParseError");
        }
        assertThat(texts(json, "{}".repeat(501))).isEmpty();
        assertThat(codes()).containsExactly("RecordDeAggregation.TooManySubRecords");
    }

    @Test
    void whatStandsBetweenDelimitersIsTakenApart() {
        ProcessingConfig.Step delimited = new ProcessingConfig.RecordDeAggregation(Optional.of("||"));
        assertThat(texts(delimited, "a||b|c||||d||")).containsExactly("a", "b|c", "d");
        assertThat(texts(delimited, "abc")).containsExactly("abc");
    }

    @Property(tries = 500)
    void delimitedPartsComeBackWhole(@ForAll List<String> parts) {
        Assume.that(parts.size() <= 500 && parts.stream().noneMatch(part -> part.isEmpty() || part.indexOf('\n') >= 0));
        List<String> valid = parts.stream().map(part -> new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).toList();
        assertThat(texts(new ProcessingConfig.RecordDeAggregation(Optional.of("\n")), String.join("\n", valid))).isEqualTo(valid);
    }

    @Property(tries = 2_000)
    void bytesOfAnyKindArePassedOrFailed(@ForAll byte[] data) {
        for (ProcessingConfig.Step step : List.of(new ProcessingConfig.RecordDeAggregation(Optional.empty()), new ProcessingConfig.Decompression(),
                new ProcessingConfig.CloudWatchLogs(true), new ProcessingConfig.MetadataExtraction("{a: .a}"))) {
            process(step, data);
        }
    }

    @Test
    void logsAreUnpackedAndCutDownToTheirMessages() throws IOException {
        String envelope = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":\"one\"},"
                + "{\"id\":\"2\",\"timestamp\":2,\"message\":\"{\\\"two\\\":2}\"}]}";
        process(new ProcessingConfig.Decompression(), gzip(envelope.getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(passed.getFirst().data(), StandardCharsets.UTF_8)).isEqualTo(envelope);
        assertThat(texts(new ProcessingConfig.CloudWatchLogs(true), envelope)).containsExactly("one\n{\"two\":2}\n");
        assertThat(texts(new ProcessingConfig.CloudWatchLogs(false), envelope)).containsExactly(envelope);
        assertThat(texts(new ProcessingConfig.CloudWatchLogs(true), "{\"messageType\":\"CONTROL_MESSAGE\"}")).isEmpty();
        assertThat(failed).isEmpty();
        texts(new ProcessingConfig.CloudWatchLogs(true), "{}");
        assertThat(codes()).containsExactly("CloudWatchLogProcessing.ParseError");
    }

    @Test
    void whatUnpacksToTooMuchFails() throws IOException {
        process(new ProcessingConfig.Decompression(), gzip(new byte[Decompression.UNPACKED_BYTES_MAX + 1]));
        assertThat(codes()).containsExactly("Decompression.TooLarge");
        process(new ProcessingConfig.Decompression(), new byte[] {1, 2, 3});
        assertThat(codes()).containsExactly("Decompression.Failed");
    }

    @Test
    void delimitersAreAppended() {
        assertThat(texts(new ProcessingConfig.AppendDelimiter("\n"), "a")).containsExactly("a\n");
    }

    @Test
    void keysAreTakenOutOfJson() {
        process(new ProcessingConfig.MetadataExtraction("{c: .customer.id, \"d\": .at|strftime(\"%Y-%m-%d\"), n: .n}"),
                "{\"customer\":{\"id\":\"x\"},\"at\":1565382027,\"n\":1.50}".getBytes(StandardCharsets.UTF_8));
        assertThat(passed.getFirst().queryKeys()).isEqualTo(Map.of("c", "x", "d", "2019-08-09", "n", "1.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"c\":null}", "{\"c\":\"\"}", "{}", "no json", "{\"c\":[1]}", "{\"c\":\"x\"}{\"c\":\"y\"}", "[]", ""})
    void aKeyThatIsNotThereFailsTheRecord(String record) {
        assertThat(texts(new ProcessingConfig.MetadataExtraction("{c: .c}"), record)).isEmpty();
        assertThat(codes()).containsExactly("DynamicPartitioning.MetadataExtractionFailed");
    }

    @ParameterizedTest
    @ValueSource(strings = {".c", "{c: .c", "{c: .c} | .d", "{(.a): 1}", "{c: .c}{d: .d}", "{c: nosuchfunction}", "{}", "{c: .c]}"})
    void queriesThatMakeNoKeysAreRefused(String query) {
        assertThatThrownBy(() -> processors.open(new ProcessingConfig.MetadataExtraction(query))).isInstanceOf(UnsupportedConfig.class)
                .hasMessageContaining("MetadataExtractionQuery");
    }

    @Test
    void queriesWithMoreThanFiftyKeysAreRefused() {
        StringBuilder query = new StringBuilder("{k0: .a");
        for (int i = 1; i <= 50; i++) {
            query.append(", k").append(i).append(": .a");
        }
        assertThatThrownBy(() -> processors.open(new ProcessingConfig.MetadataExtraction(query + "}"))).hasMessageContaining("51 keys");
    }

    @Test
    void keysOfAQueryAreKnownWithoutRunningIt() {
        assertThat(QueryKeys.of("{ a, \"b c\": (.x | {d: 1} | .d), e:[.f,\"},{\"] , $g }")).containsExactly("a", "b c", "e", "g");
    }

    private List<String> texts(ProcessingConfig.Step step, String data) {
        process(step, data.getBytes(StandardCharsets.UTF_8));
        return passed.stream().map(record -> new String(record.data(), StandardCharsets.UTF_8)).toList();
    }

    private List<String> codes() {
        return failed.stream().map(failure -> ((ErrorRecord.Processing) failure).code()).toList();
    }

    private void process(ProcessingConfig.Step step, byte[] data) {
        passed.clear();
        failed.clear();
        processors.open(step).process(FirehoseRecord.of(new RecordOrigin("id", 0, Optional.empty()), data), new Processor.Results() {
            @Override
            public void pass(FirehoseRecord record) {
                passed.add(record);
            }

            @Override
            public void fail(ErrorRecord failure) {
                failed.add(failure);
            }
        });
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
