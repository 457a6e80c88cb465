package io.millrace.firehose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of processors, which are texts. */
class ProcessingReaderTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";

    @Test
    void processorsHaveTheServicesDefaults() {
        assertThat(read("Lambda", "LambdaArn", ARN)).isEqualTo(new ProcessingConfig.Lambda(ARN, 3, 1024 * 1024, Duration.ofSeconds(60), Optional.empty()));
        assertThat(read("Decompression")).isEqualTo(new ProcessingConfig.Decompression());
        assertThat(read("AppendDelimiterToRecord")).isEqualTo(new ProcessingConfig.AppendDelimiter("\n"));
        assertThat(steps(true, List.of(processor("Decompression"), processor("CloudWatchLogProcessing"))).getLast()).isEqualTo(new ProcessingConfig.CloudWatchLogs(false));
    }

    @Test
    void parametersAreTaken() {
        assertThat(read("Lambda", "LambdaArn", ARN, "NumberOfRetries", "300", "BufferSizeInMBs", "0.2", "BufferIntervalInSeconds", "900", "RoleArn", "r"))
                .isEqualTo(new ProcessingConfig.Lambda(ARN, 300, 209715, Duration.ofSeconds(900), Optional.of("r")));
        assertThat(read("Lambda", "LambdaArn", ARN, "NumberOfRetries", "0", "BufferSizeInMBs", "3", "BufferIntervalInSeconds", "0"))
                .isEqualTo(new ProcessingConfig.Lambda(ARN, 0, 3 * 1024 * 1024, Duration.ZERO, Optional.empty()));
        assertThat(read("RecordDeAggregation", "SubRecordType", "JSON")).isEqualTo(new ProcessingConfig.RecordDeAggregation(Optional.empty()));
        assertThat(read("AppendDelimiterToRecord", "Delimiter", "\\r\\n\\t|")).isEqualTo(new ProcessingConfig.AppendDelimiter("\r\n\t|"));
        assertThat(steps(true, List.of(processor("CloudWatchLogProcessing", "DataMessageExtraction", "true"), processor("Decompression", "CompressionFormat", "GZIP"))).getFirst())
                .isEqualTo(new ProcessingConfig.CloudWatchLogs(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Lambda              | -                       | -     | Processor Lambda needs parameter LambdaArn
            Lambda              | NumberOfRetries         | 301   | Parameter NumberOfRetries must be between 0 and 300: 301
            Lambda              | NumberOfRetries         | -1    | Parameter NumberOfRetries is not a number as it takes them: -1
            Lambda              | NumberOfRetries         | 2.5   | Parameter NumberOfRetries is not a number as it takes them: 2.5
            Lambda              | NumberOfRetries         | 0x10  | Parameter NumberOfRetries is not a number as it takes them: 0x10
            Lambda              | BufferSizeInMBs         | 0.19  | Parameter BufferSizeInMBs must be between 0.2 and 3: 0.19
            Lambda              | BufferSizeInMBs         | 3.01  | Parameter BufferSizeInMBs must be between 0.2 and 3: 3.01
            Lambda              | BufferSizeInMBs         | 1e0   | Parameter BufferSizeInMBs is not a number as it takes them: 1e0
            Lambda              | BufferSizeInMBs         | NaN   | Parameter BufferSizeInMBs is not a number as it takes them: NaN
            Lambda              | BufferIntervalInSeconds | 901   | Parameter BufferIntervalInSeconds must be between 0 and 900: 901
            Lambda              | Delimiter               | x     | Parameter Delimiter is not for processor Lambda
            RecordDeAggregation | -                       | -     | Processor RecordDeAggregation needs parameter SubRecordType
            RecordDeAggregation | SubRecordType           | json  | SubRecordType must be JSON or DELIMITED
            RecordDeAggregation | SubRecordType           | DELIMITED | Processor RecordDeAggregation needs parameter Delimiter
            MetadataExtraction  | MetadataExtractionQuery | {a:.a} | Processor MetadataExtraction needs parameter JsonParsingEngine
            MetadataExtraction  | JsonParsingEngine       | JQ-1.6 | Processor MetadataExtraction needs parameter MetadataExtractionQuery
            MetadataExtraction  | JsonParsingEngine       | JQ-1.7 | JsonParsingEngine JQ-1.7 is unknown; it must be JQ-1.6
            Decompression       | CompressionFormat       | ZIP   | CompressionFormat of Decompression must be GZIP
            CloudWatchLogProcessing | DataMessageExtraction | yes | Parameter DataMessageExtraction must be true or false
            CloudWatchLogProcessing | DataMessageExtraction | true | Processor CloudWatchLogProcessing needs processor Decompression
            AppendDelimiterToRecord | SubRecordType       | JSON  | Parameter SubRecordType is not for processor AppendDelimiterToRecord
            """)
    void refusedByName(String type, String name, String value, String message) {
        assertThatThrownBy(() -> {
            if (name == null) {
                read(type);
            } else {
                read(type, name, value);
            }
        }).isInstanceOf(UnsupportedConfig.class).hasMessage(message);
    }

    @Test
    void whatIsThereTwiceOrDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> steps(true, List.of(processor("Decompression"), processor("Decompression")))).hasMessage("Processor Decompression is there more than once");
        assertThatThrownBy(() -> read("RecordDeAggregation", "SubRecordType", "JSON", "Delimiter", "Cg==")).hasMessage("Parameter Delimiter is for SubRecordType DELIMITED only");
        assertThatThrownBy(() -> Trees.readS3("'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn',"
                + "'ParameterValue':'a'},{'ParameterName':'LambdaArn','ParameterValue':'b'}]}]}")).hasMessage("Processor Lambda has parameter LambdaArn more than once");
    }

    @Test
    void processorsThatAreNotEnabledAreCheckedAllTheSame() {
        assertThat(steps(false, List.of(processor("Lambda", "LambdaArn", ARN)))).isEmpty();
        assertThatThrownBy(() -> steps(false, List.of(processor("Lambda")))).isInstanceOf(UnsupportedConfig.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Cg", "Cg=", "C g=="})
    void aDelimiterIsInBase64(String base64) {
        if (base64.equals("Cg")) {
            assertThat(read("RecordDeAggregation", "SubRecordType", "DELIMITED", "Delimiter", base64)).isEqualTo(new ProcessingConfig.RecordDeAggregation(Optional.of("\n")));
        } else {
            assertThatThrownBy(() -> read("RecordDeAggregation", "SubRecordType", "DELIMITED", "Delimiter", base64)).hasMessage("Delimiter must be encoded in base64");
        }
    }

    @Property
    void aDelimiterMayBeAnyBytes(@ForAll @NotEmpty byte[] delimiter) {
        ProcessingConfig.RecordDeAggregation step = (ProcessingConfig.RecordDeAggregation) read("RecordDeAggregation", "SubRecordType", "DELIMITED", "Delimiter",
                Base64.getEncoder().encodeToString(delimiter));
        assertThat(step.delimiter().orElseThrow().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(delimiter);
    }

    @Property
    void sizesWithinBoundsAreTaken(@ForAll @DoubleRange(min = 0, max = 4) double mib) {
        String text = "%.3f".formatted(mib);
        double value = Double.parseDouble(text);
        if (value < 0.2 || value > 3) {
            assertThatThrownBy(() -> read("Lambda", "LambdaArn", ARN, "BufferSizeInMBs", text)).isInstanceOf(UnsupportedConfig.class);
        } else {
            assertThat(((ProcessingConfig.Lambda) read("Lambda", "LambdaArn", ARN, "BufferSizeInMBs", text)).bufferBytes()).isEqualTo(Math.round(value * 1024 * 1024));
        }
    }

    @Property
    void countsWithinBoundsAreTaken(@ForAll @IntRange(min = -10, max = 1_000) int count) {
        if (count < 0 || count > 300) {
            assertThatThrownBy(() -> read("Lambda", "LambdaArn", ARN, "NumberOfRetries", "" + count)).isInstanceOf(UnsupportedConfig.class);
        } else {
            assertThat(((ProcessingConfig.Lambda) read("Lambda", "LambdaArn", ARN, "NumberOfRetries", "" + count)).retries()).isEqualTo(count);
        }
    }

    @Property
    void textsOfAnyKindAreTakenOrRefused(@ForAll @NotEmpty String text) {
        for (String name : List.of("NumberOfRetries", "BufferSizeInMBs", "BufferIntervalInSeconds")) {
            try {
                read("Lambda", "LambdaArn", ARN, name, text);
                assertThat(text).matches("[0-9.]+");
            } catch (UnsupportedConfig refused) {
                assertThat(refused.getMessage()).contains(name);
            }
        }
    }

    private static ProcessingConfig.Step read(String type, String... parameters) {
        return steps(true, List.of(processor(type, parameters))).getFirst();
    }

    private static List<ProcessingConfig.Step> steps(boolean enabled, List<Map<String, Object>> processors) {
        return ProcessingReader.read(Optional.of(ConfigTree.EMPTY.with("Enabled", enabled).with("Processors", processors))).steps();
    }

    private static Map<String, Object> processor(String type, String... parameters) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            list.add(Map.of("ParameterName", parameters[i], "ParameterValue", parameters[i + 1]));
        }
        Map<String, Object> processor = new LinkedHashMap<>();
        processor.put("Type", type);
        processor.put("Parameters", list);
        return processor;
    }
}
