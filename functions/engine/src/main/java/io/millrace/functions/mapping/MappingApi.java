package io.millrace.functions.mapping;

import io.millrace.functions.api.LambdaException;
import io.millrace.functions.api.LambdaFault;
import io.millrace.functions.api.PageLimit;
import io.millrace.identity.Identity;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamName;
import io.millrace.trigger.Mapping;
import io.millrace.trigger.MappingFault;
import io.millrace.trigger.Mappings;
import io.millrace.trigger.NewMapping;
import io.millrace.trigger.StartingPosition;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The five operations on event source mappings, from request bytes to reply bytes. Any thread, never blocks; fails, or its stages
 * fail, with a {@link LambdaException} only.
 */
public final class MappingApi {

    private static final Logger LOGGER = LoggerFactory.getLogger(MappingApi.class);
    /** The service gives at most so many, however many are asked for. */
    private static final int PAGE_MAX = 100;
    private static final String STREAM_RESOURCE = "stream/";

    private final Mappings mappings;
    private final StreamDirectory streams;
    private final Predicate<String> functionExists;
    private final Identity identity;
    private final MappingReply reply;

    /** @param functionExists whether there is a function of that plain name, in whatever state */
    public MappingApi(Mappings mappings, StreamDirectory streams, Predicate<String> functionExists, Identity identity) {
        this.mappings = mappings;
        this.streams = streams;
        this.functionExists = functionExists;
        this.identity = identity;
        this.reply = new MappingReply(identity);
    }

    /** CreateEventSourceMapping; status 202. */
    public CompletionStage<byte[]> create(byte[] body) {
        MappingRequest request = MappingRequest.create(body);
        String arn = request.eventSourceArn().orElseThrow(() -> LambdaException.invalid("Unrecognized event source."));
        String function = request.functionName().map(this::existing).orElseThrow(() -> LambdaException.invalid(
                "1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null."));
        StartingPosition start = request.requiredStart();
        NewMapping wanted = new NewMapping(arn, stream(arn), function, request.over(Mapping.Options.defaults()), start,
                request.startingTimestampMillis(), request.tags());
        return answered(mappings.create(wanted), "create", arn, function);
    }

    /** GetEventSourceMapping; status 200. */
    public byte[] get(String uuid) {
        return reply.one(find(uuid));
    }

    /** ListEventSourceMappings; status 200. Parameters that are absent or empty do not restrict. */
    public byte[] list(Optional<String> eventSourceArn, Optional<String> functionName, Optional<String> marker, Optional<String> maxItems) {
        Optional<String> function = functionName.filter(text -> !text.isEmpty()).map(text -> MappedFunction.parse(text, identity).name());
        Optional<String> arn = eventSourceArn.filter(text -> !text.isEmpty());
        Predicate<Mapping> filter = mapping -> arn.filter(wanted -> !wanted.equals(mapping.streamArn())).isEmpty()
                && function.filter(wanted -> !wanted.equals(mapping.functionName())).isEmpty();
        if (marker.filter(text -> text.length() > Mapping.UUID_LENGTH).isPresent()) {
            throw LambdaException.invalid("Invalid pagination marker");
        }
        return reply.page(mappings.list(filter, marker.orElse(""), PageLimit.of(maxItems, PAGE_MAX)));
    }

    /** UpdateEventSourceMapping; status 202. */
    public CompletionStage<byte[]> update(String uuid, byte[] body) {
        MappingRequest request = MappingRequest.update(body);
        Mapping before = find(uuid).mapping();
        String function = request.functionName().map(this::existing).orElse(before.functionName());
        return answered(mappings.update(uuid, function, request.over(before.options())), "update", before.streamArn(), function);
    }

    /** DeleteEventSourceMapping; status 202. */
    public CompletionStage<byte[]> delete(String uuid) {
        Mapping before = find(uuid).mapping();
        return answered(mappings.delete(uuid), "delete", before.streamArn(), before.functionName());
    }

    private Mappings.View find(String uuid) {
        return Optional.of(uuid).filter(text -> text.length() == Mapping.UUID_LENGTH).flatMap(mappings::find).orElseThrow(MappingApi::notFound);
    }

    private static LambdaException notFound() {
        return new LambdaException(LambdaFault.NOT_FOUND, "The resource you requested does not exist.");
    }

    private String existing(String functionName) {
        String name = MappedFunction.parse(functionName, identity).name();
        if (!functionExists.test(name)) {
            throw MappedFunction.doesNotExist();
        }
        return name;
    }

    private StreamDescription stream(String arn) {
        String kinesis = identity.arn("kinesis", STREAM_RESOURCE);
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn") || !parts[2].equals("kinesis") || !parts[5].startsWith(STREAM_RESOURCE)) {
            throw LambdaException.invalid("Unrecognized event source.");
        }
        if (parts[5].contains("/consumer/")) {
            throw LambdaException.invalid("EventSourceArn of a stream consumer is not supported by this server: " + arn);
        }
        return Optional.of(arn).filter(text -> text.startsWith(kinesis)).map(text -> text.substring(kinesis.length()))
                .filter(StreamName::isValid).flatMap(name -> streams.find(new StreamName(name)))
                .orElseThrow(() -> LambdaException.invalid("Stream not found: " + arn));
    }

    private CompletionStage<byte[]> answered(CompletionStage<Mappings.View> stage, String verb, String arn, String function) {
        return stage.handle((view, failure) -> {
            if (failure == null) {
                return reply.one(view);
            }
            throw fault(failure, verb, arn, function);
        });
    }

    private static LambdaException fault(Throwable failure, String verb, String arn, String function) {
        Throwable cause = StageFailure.cause(failure);
        if (cause instanceof MappingFault fault) {
            return switch (fault) {
                case MappingFault.NotFound ignored -> notFound();
                case MappingFault.InUse ignored -> new LambdaException(LambdaFault.IN_USE,
                        "Cannot " + verb + " the event source mapping because it is in use.");
                case MappingFault.Taken taken -> new LambdaException(LambdaFault.CONFLICT, "The event source arn (\" " + arn
                        + " \") and function (\" " + function + " \") provided mapping already exists. Please update or delete the existing mapping with UUID "
                        + taken.takenBy());
            };
        }
        LOGGER.atError().addKeyValue("operation", verb).addKeyValue("stream", arn).addKeyValue("function", function).setCause(cause)
                .log("event source mapping not changed");
        return new LambdaException(LambdaFault.SERVICE, "The service encountered an internal error.");
    }
}
