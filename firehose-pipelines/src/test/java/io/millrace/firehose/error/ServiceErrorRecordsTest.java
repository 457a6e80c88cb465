package io.millrace.firehose.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.transform.RecordOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceErrorRecordsTest {

    private static final RecordOrigin PUT = new RecordOrigin("id-1", 1000, Optional.empty());
    private static final RecordOrigin KINESIS = new RecordOrigin("id-2", 1000,
            Optional.of(new RecordOrigin.KinesisOrigin("shardId-000000000000", "key", "4955", 7)));
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    @Test
    void ofAFunction() {
        assertThat(encoded(new ErrorRecord.Processing(ErrorOutputType.PROCESSING_FAILED, PUT, DATA, "Lambda.ProcessingFailedStatus", "a \"message\"\n", 4,
                2000, Optional.of("arn:f")))).isEqualTo("""
                {"rawData":"ZGF0YQ==","errorCode":"Lambda.ProcessingFailedStatus","errorMessage":"a \\"message\\"\\n","attemptsMade":4,\
                "arrivalTimestamp":1000,"attemptEndingTimestamp":2000,"lambdaARN":"arn:f"}
                """);
    }

    @Test
    void ofAConversion() {
        ConversionFailure failure = new ConversionFailure("DataFormatConversion.ParseError", "no JSON");
        assertThat(encoded(new ErrorRecord.Conversion(KINESIS, DATA, failure, 1, 2000, "1", "db", "t", "us-east-1", "LATEST"))).isEqualTo("""
                {"attemptsMade":1,"arrivalTimestamp":1000,"lastErrorCode":"DataFormatConversion.ParseError","lastErrorMessage":"no JSON",\
                "attemptEndingTimestamp":2000,"rawData":"ZGF0YQ==","sequenceNumber":"4955","subSequenceNumber":7,\
                "dataCatalogTable":{"catalogId":"1","databaseName":"db","tableName":"t","region":"us-east-1","versionId":"LATEST"}}
                """);
    }

    @Test
    void ofAnHttpEndpoint() {
        assertThat(encoded(new ErrorRecord.HttpEndpoint(KINESIS, DATA, "HttpEndpoint.DestinationException", "no", 3, 2000))).isEqualTo("""
                {"attemptsMade":3,"arrivalTimestamp":1000,"errorCode":"HttpEndpoint.DestinationException","errorMessage":"no",\
                "attemptEndingTimestamp":2000,"rawData":"ZGF0YQ==","subsequenceNumber":7,"dataId":"4955.7"}
                """);
    }

    private static String encoded(ErrorRecord failure) {
        return new String(new ServiceErrorRecords().encode(failure), StandardCharsets.UTF_8);
    }
}
