package io.millrace.firehose.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processors of a delivery stream in the order records meet them; empty when processing is not enabled. */
public record ProcessingConfig(List<Step> steps) {

    public static final ProcessingConfig NONE = new ProcessingConfig(List.of());

    public ProcessingConfig {
        steps = List.copyOf(steps);
    }

    /** The function, if one is configured; there is at most one. */
    public Optional<Lambda> function() {
        return steps.stream().filter(Lambda.class::isInstance).map(Lambda.class::cast).findFirst();
    }

    /** One processor with its parameters, defaults filled in. */
    public sealed interface Step {
    }

    /**
     * A transform function.
     *
     * @param functionArn with or without version
     * @param retries     0 to 300, beside the first attempt
     * @param bufferBytes payload at which a batch is full, before base64
     * @param interval    how long a batch waits
     */
    public record Lambda(String functionArn, int retries, long bufferBytes, Duration interval, Optional<String> roleArn) implements Step {
    }

    /** @param query a JQ object construction, engine JQ-1.6 */
    public record MetadataExtraction(String query) implements Step {
    }

    /**
     * Splits a record into sub-records.
     *
     * @param delimiter the decoded bytes between them, each a character of ISO 8859-1; empty: the sub-records are JSON objects, one after the
     *                  other or in an array
     */
    public record RecordDeAggregation(Optional<String> delimiter) implements Step {
    }

    /** Unpacks gzip. */
    public record Decompression() implements Step {
    }

    /** Cuts CloudWatch Logs envelopes down to their messages, if {@code messageExtraction}. */
    public record CloudWatchLogs(boolean messageExtraction) implements Step {
    }

    /** @param delimiter as it is appended, already unescaped */
    public record AppendDelimiter(String delimiter) implements Step {
    }
}
