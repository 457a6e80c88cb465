package io.millrace.firehose.transform;

import io.millrace.clock.Clock;
import io.millrace.firehose.config.ProcessingConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The service's processors. */
public final class ServiceProcessors implements ProcessorFactory {

    private final FailedRecords failures;

    public ServiceProcessors(Clock clock) {
        this.failures = new FailedRecords(clock);
    }

    @Override
    public Processor open(ProcessingConfig.Step step) {
        return switch (step) {
            case ProcessingConfig.MetadataExtraction extraction -> new MetadataExtraction(extraction.query(), failures);
            case ProcessingConfig.RecordDeAggregation aggregation -> new RecordDeAggregation(aggregation.delimiter(), failures);
            case ProcessingConfig.Decompression unused -> new Decompression(failures);
            case ProcessingConfig.CloudWatchLogs logs -> logs.messageExtraction() ? new LogMessageExtraction(failures)
                    : (record, results) -> results.pass(record);
            case ProcessingConfig.AppendDelimiter delimiter -> appending(delimiter.delimiter().getBytes(StandardCharsets.UTF_8));
            case ProcessingConfig.Lambda function -> throw new IllegalArgumentException("the engine invokes functions: " + function.functionArn());
        };
    }

    private static Processor appending(byte[] delimiter) {
        return (record, results) -> {
            byte[] data = Arrays.copyOf(record.data(), record.data().length + delimiter.length);
            System.arraycopy(delimiter, 0, data, record.data().length, delimiter.length);
            results.pass(record.withData(data));
        };
    }
}
