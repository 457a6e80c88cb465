package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Error records go under their kind. */
class ErrorPrefixTest {

    @Test
    void whatIsNotCompressedGoesThereAsItCame() {
        OnePipeline pipeline = pipeline(Map.of("Type", "Decompression"));
        pipeline.put("no gzip");
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).isEmpty();
        assertThat(pipeline.names("errors")).singleElement().asString().startsWith("errors/decompression-failed/2027/");
        assertThat(pipeline.texts("errors")).singleElement().asString().startsWith("{\"rawData\":\"bm8gZ3ppcA==\",\"errorCode\":\"Decompression.Failed\"");
    }

    @Test
    void eachKindHasItsObject() {
        OnePipeline pipeline = pipeline(Trees.processor("RecordDeAggregation", "SubRecordType", "JSON"));
        pipeline.put("no json", "{\"a\":1}{\"a\":2}");
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).containsExactly("{\"a\":1}{\"a\":2}");
        assertThat(pipeline.names("errors")).singleElement().asString().startsWith("errors/processing-failed/2027/");
    }

    private static OnePipeline pipeline(Map<String, Object> processor) {
        ConfigTree tree = Trees.s3().with("ErrorOutputPrefix", "errors/").with("ProcessingConfiguration", Trees.processing(processor));
        return new OnePipeline(DestinationKind.EXTENDED_S3, tree, null);
    }
}
