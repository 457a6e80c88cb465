package io.millrace.functions.compiled;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.batch.BatchResult;
import io.millrace.functions.runtimeapi.RuntimeApi;
import io.millrace.functions.worker.FunctionErrors;
import io.millrace.invoke.Outcome;
import io.millrace.invoke.RecordsEvent;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stage.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What functions return and throw, as the Lambda API has it. */
final class FunctionAnswers {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int FRAMES_MAX = 100, MESSAGE_LENGTH_MAX = 16 * 1024;
    private static final List<String> BELOW_THE_FUNCTION = List.of("java.lang.reflect.", "jdk.internal.reflect.", "io.quarkus.funqy.runtime.",
            "io.millrace.functions.compiled.CompiledCall");

    private final ObjectMapper mapper;

    FunctionAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @param event the records it was called with, if it was */
    Outcome done(Object value, Optional<RecordsEvent> event, Duration took) {
        try {
            byte[] payload = value == null ? NULL : value instanceof BatchResult result ? json(result) : mapper.writeValueAsBytes(value);
            if (payload.length > RuntimeApi.RESPONSE_BYTES_MAX) {
                return new Outcome.Failed(FunctionErrors.UNHANDLED, FunctionErrors.responseTooLarge(), took);
            }
            return new Outcome.Done(payload, took, value instanceof BatchResult result && event.isPresent() ? finished(result, event.get())
                    : OptionalInt.empty());
        } catch (IOException | RuntimeException failure) {
            return failed(failure, took);
        }
    }

    private static byte[] json(BatchResult result) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = root.putArray("batchItemFailures");
        result.failedSequenceNumbers().forEach(number -> failures.addObject().put("itemIdentifier", number));
        return bytes(root);
    }

    /** The records before the first that failed; none, when a number is not of the batch. */
    private static OptionalInt finished(BatchResult result, RecordsEvent event) {
        if (result.failedSequenceNumbers().isEmpty()) {
            return OptionalInt.empty();
        }
        int finished = event.records().size();
        for (String number : result.failedSequenceNumbers()) {
            finished = Math.min(finished, Math.max(0, indexOf(number, event)));
        }
        return OptionalInt.of(finished);
    }

    private static int indexOf(String number, RecordsEvent event) {
        Optional<SequenceNumber> wanted = SequenceNumber.parse(number).filter(parsed -> parsed.shard().equals(event.shard()));
        for (int i = 0; wanted.isPresent() && i < event.records().size(); i++) {
            if (event.records().get(i).position().equals(wanted.get().position())) {
                return i;
            }
        }
        return -1;
    }

    /** errorType, errorMessage and stackTrace, as Lambda's Java runtime has them; the trace ends with the function's own method. */
    Outcome failed(Throwable thrown, Duration took) {
        Throwable failure = StageFailure.cause(thrown);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        String message = String.valueOf(failure.getMessage());
        root.put("errorMessage", message.length() > MESSAGE_LENGTH_MAX ? message.substring(0, MESSAGE_LENGTH_MAX) : message);
        root.put("errorType", failure.getClass().getName());
        ArrayNode trace = root.putArray("stackTrace");
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (trace.size() == FRAMES_MAX || BELOW_THE_FUNCTION.stream().anyMatch(frame.getClassName()::startsWith)) {
                break;
            }
            trace.add(frame.toString());
        }
        return new Outcome.Failed(FunctionErrors.UNHANDLED, bytes(root), took);
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
