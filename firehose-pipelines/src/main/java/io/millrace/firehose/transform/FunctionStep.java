package io.millrace.firehose.transform;

import io.millrace.clock.Clock;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.wire.codec.MalformedInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transform function. Records go to it in batches of its buffer size; a batch that fails is tried again as often as configured, and
 * then its records are error records. Waiting for a worker uses up no attempt. Codes: developer guide, "Data transformation failure
 * handling" and "Monitoring with CloudWatch Logs". Any thread; nothing blocks; what comes of a batch always comes.
 */
final class FunctionStep {

    private static final Logger LOGGER = LoggerFactory.getLogger(FunctionStep.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What an event may have, as functions' other callers are held to. */
    private static final long EVENT_BYTES_MAX = 6 * 1024 * 1024;
    private static final int BATCH_RECORDS_MAX = 10_000;

    private static final String UNREADABLE = "Lambda.JsonProcessingException", FUNCTION_ERROR = "Lambda.FunctionError";

    private final Setting setting;
    private final String functionName;

    /**
     * What the step works with.
     *
     * @param lane whose turn it is, for fairness among callers of functions
     */
    record Setting(ProcessingConfig.Lambda config, FunctionEvent.Head head, Invoker invoker, Timer timer, Clock clock, String lane) {
    }

    FunctionStep(Setting setting) {
        this.setting = setting;
        this.functionName = functionName(setting.config().functionArn());
    }

    /** The name in {@code arn:…:function:<name>[:<version>]}; what is no ARN is a name. */
    static String functionName(String arn) {
        String marker = ":function:";
        int at = arn.indexOf(marker);
        String rest = at < 0 ? arn : arn.substring(at + marker.length());
        return rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
    }

    /** What came of one record. */
    sealed interface Result {
        record Ok(FirehoseRecord record) implements Result {
        }

        record Dropped() implements Result {
        }

        record Failed(ErrorRecord error) implements Result {
        }
    }

    /** Results by the records' order; completes normally. */
    CompletionStage<List<Result>> apply(List<FirehoseRecord> records) {
        List<CompletableFuture<List<Result>>> batches = new ArrayList<>();
        int from = 0;
        long bytes = 0, eventBytes = FunctionEvent.HEAD_BYTES_MAX;
        for (int i = 0; i < records.size(); i++) {
            int length = records.get(i).data().length;
            long inEvent = FunctionEvent.bytesMax(records.get(i));
            if (i > from && (bytes + length > setting.config().bufferBytes() || eventBytes + inEvent > EVENT_BYTES_MAX || i - from >= BATCH_RECORDS_MAX)) {
                batches.add(batch(records.subList(from, i)));
                from = i;
                bytes = 0;
                eventBytes = FunctionEvent.HEAD_BYTES_MAX;
            }
            bytes += length;
            eventBytes += inEvent;
        }
        if (from < records.size()) {
            batches.add(batch(records.subList(from, records.size())));
        }
        return CompletableFuture.allOf(batches.toArray(CompletableFuture[]::new))
                .thenApply(done -> batches.stream().flatMap(batch -> batch.join().stream()).toList());
    }

    private CompletableFuture<List<Result>> batch(List<FirehoseRecord> records) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            ids.add(records.get(i).origin().recordId() + "-" + i);
        }
        if (records.size() == 1 && FunctionEvent.HEAD_BYTES_MAX + FunctionEvent.bytesMax(records.getFirst()) > EVENT_BYTES_MAX) {
            return CompletableFuture.completedFuture(List.of(failed(records.getFirst(), "Lambda.RequestEntityTooLarge",
                    "The record does not fit into the " + EVENT_BYTES_MAX + " bytes an event may have", 0)));
        }
        byte[] event = FunctionEvent.write(setting.head(), UUID.randomUUID().toString(), ids, records);
        CompletableFuture<List<Result>> done = new CompletableFuture<>();
        attempt(new Batch(records, ids, event, done), 1);
        return done;
    }

    private record Batch(List<FirehoseRecord> records, List<String> ids, byte[] event, CompletableFuture<List<Result>> done) {
    }

    private void attempt(Batch batch, int attempt) {
        CompletableFuture.completedStage(batch.event()).thenCompose(event -> setting.invoker().invoke(functionName, event, setting.lane()))
                .whenComplete((outcome, impossible) -> {
                    if (impossible == null) {
                        ended(batch, attempt, outcome);
                    } else {
                        again(batch, attempt, FUNCTION_ERROR, String.valueOf(impossible.getMessage()));
                    }
                });
    }

    private void ended(Batch batch, int attempt, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> batch.done().complete(results(batch, done.payload(), attempt));
            case Outcome.Throttled throttled -> setting.timer().after(throttled.retryAfter(), () -> attempt(batch, attempt));
            case Outcome.Failed failed -> again(batch, attempt, FUNCTION_ERROR,
                    "The Lambda function was successfully invoked but it returned an error result.");
            case Outcome.Unavailable unavailable -> again(batch, attempt, "Lambda.FunctionUnavailable", unavailable.reason());
        }
    }

    private void again(Batch batch, int attempt, String code, String message) {
        if (attempt <= setting.config().retries()) {
            setting.timer().after(PAUSE, () -> attempt(batch, attempt + 1));
            return;
        }
        LOGGER.atWarn().addKeyValue("lane", setting.lane()).addKeyValue("function", functionName).addKeyValue("attempts", attempt)
                .addKeyValue("records", batch.records().size()).addKeyValue("code", code).log("transform failed, records go to the error prefix");
        batch.done().complete(batch.records().stream().<Result>map(record -> failed(record, code, message, attempt)).toList());
    }

    private List<Result> results(Batch batch, byte[] payload, int attempt) {
        FunctionReply reply;
        try {
            reply = FunctionReply.parse(payload.clone());
        } catch (MalformedInput malformed) {
            return batch.records().stream().<Result>map(record -> failed(record, UNREADABLE,
                    "There was an error parsing or mapping the JSON response from the Lambda function.", attempt)).toList();
        }
        List<Result> results = new ArrayList<>(batch.records().size());
        for (int i = 0; i < batch.records().size(); i++) {
            results.add(result(reply, batch.ids().get(i), batch.records().get(i), attempt));
        }
        return results;
    }

    private Result result(FunctionReply reply, String id, FirehoseRecord record, int attempt) {
        Optional<FunctionReply.Entry> entry = reply.entry(id);
        if (entry.isEmpty()) {
            return failed(record, "Lambda.MissingRecordId", "One or more record Ids were not returned. Ensure that the Lambda function returns all "
                    + "received record Ids.", attempt);
        }
        if (reply.isRepeated(id)) {
            return failed(record, "Lambda.DuplicatedRecordId", "Multiple records were returned with the same record ID. Ensure that the Lambda "
                    + "function returns unique record IDs for each record.", attempt);
        }
        return switch (entry.get().result()) {
            case "Ok" -> entry.get().data().<Result>map(data -> new Result.Ok(record.withData(data).withFunctionKeys(entry.get().partitionKeys())))
                    .orElseGet(() -> failed(record, UNREADABLE, "A record that is Ok was returned without data", attempt));
            case "Dropped" -> new Result.Dropped();
            case "ProcessingFailed" -> failed(record, "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record", attempt);
            default -> failed(record, "Lambda.ResultNotSupported", "The result of a record is none of Ok, Dropped and ProcessingFailed", attempt);
        };
    }

    private Result failed(FirehoseRecord record, String code, String message, int attempts) {
        return new Result.Failed(new ErrorRecord.Processing(ErrorOutputType.PROCESSING_FAILED, record.origin(), record.data(), code, message,
                attempts, setting.clock().millis(), Optional.of(setting.config().functionArn())));
    }
}
