package io.millrace.kinesis.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.kinesis.Token;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamName;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** ListShards and ListStreams. */
public final class ListOperations {

    private static final WireName SHARDS = WireName.of("Shards"), NEXT_TOKEN = WireName.of("NextToken"), NAMES = WireName.of("StreamNames"),
            MORE = WireName.of("HasMoreStreams"), SUMMARIES = WireName.of("StreamSummaries");
    private static final int FRAME_BYTES = 256;

    private final ServiceModel model;
    private final StreamRegistry registry;
    private final StreamFinder finder;
    private final Clock clock;

    /** A parsed ListShards: which stream, which shards of it, and where in the listing. */
    private record ListShards(StreamDescription stream, ShardSelection selection, Optional<String> after, int limit) {
    }

    /** A parsed ListStreams. */
    private record ListStreams(Optional<StreamName> after, int limit) {
    }

    public ListOperations(ServiceModel model, StreamRegistry registry, StreamFinder finder, Clock clock) {
        this.model = model;
        this.registry = registry;
        this.finder = finder;
        this.clock = clock;
    }

    /** The operations of this class. */
    public List<WireOperation<?>> operations() {
        return List.of(ControlOperation.of(model, "ListShards", this::parseShards, this::listShards),
                ControlOperation.of(model, "ListStreams", this::parseStreams, this::listStreams));
    }

    private ListShards parseShards(Members call) {
        int limit = call.whole("MaxResults", KinesisLimits.LIST_SHARDS_DEFAULT);
        StreamReference reference = StreamReference.of(call);
        Optional<String> token = call.text("NextToken");
        if (token.isPresent()) {
            refuseBeside(call, "StreamName", "StreamARN", "StreamCreationTimestamp", "ExclusiveStartShardId", "ShardFilter");
            return continued(token.get(), limit);
        }
        StreamDescription stream = finder.describe(reference);
        if (call.time("StreamCreationTimestamp").isPresent()
                && call.time("StreamCreationTimestamp").getAsLong() / 1000 != stream.createdAt().getEpochSecond()) {
            throw finder.noSuchStream(stream.name().value());
        }
        ShardSelection selection = call.structure("ShardFilter").map(filter -> ShardSelection.parse(filter, clock.millis())).orElse(ShardSelection.ALL);
        return new ListShards(stream, selection, call.text("ExclusiveStartShardId"), limit);
    }

    private static void refuseBeside(Members call, String... members) {
        for (String member : members) {
            if (call.has(member)) {
                throw KinesisFault.ARGUMENT.because("NextToken and " + member + " cannot be provided together.");
            }
        }
    }

    /** A token's payload is {@code stream:i64 issuedMillis:i64 selection:u8 lastShard:i32}. */
    private String token(ListShards call, Shard last) {
        return Token.write(Token.Kind.SHARDS, ByteBuffer.allocate(2 * Long.BYTES + 1 + Integer.BYTES).putLong(call.stream().id().value())
                .putLong(clock.millis()).put((byte) call.selection().type().ordinal()).putInt(last.id().index()).array());
    }

    private ListShards continued(String token, int limit) {
        ByteBuffer payload = Token.read(Token.Kind.SHARDS, token).orElseThrow(() -> KinesisFault.ARGUMENT.because("Invalid NextToken."));
        StreamId stream = new StreamId(payload.getLong());
        long issuedAt = payload.getLong();
        ShardSelection.Type type = ShardSelection.Type.values()[payload.get()];
        ShardId last = new ShardId(payload.getInt());
        if (clock.millis() - issuedAt > KinesisLimits.TOKEN_AGE_MAX.toMillis()) {
            throw KinesisFault.TOKEN_EXPIRED.because("The NextToken has expired: it is valid for " + KinesisLimits.TOKEN_AGE_MAX.toSeconds() + " seconds.");
        }
        Optional<String> after = Optional.of(last.wire());
        return new ListShards(finder.find(stream, last).description(), new ShardSelection(type, after), after, limit);
    }

    private CompletionStage<WireReply> listShards(ListShards call) {
        List<Shard> following = ShardPage.after(call.selection().of(call.stream()), call.after());
        List<Shard> page = following.subList(0, Math.min(following.size(), call.limit()));
        return CompletableFuture.completedStage(new Written(FRAME_BYTES + page.size() * ShardFormat.SHARD_BYTES, out -> {
            out.beginObject();
            StreamFormat.writeShards(SHARDS, page, out);
            if (page.size() < following.size()) {
                out.member(NEXT_TOKEN, token(call, page.getLast()));
            }
            out.endObject();
        }));
    }

    private ListStreams parseStreams(Members call) {
        Optional<String> after = call.text("ExclusiveStartStreamName");
        Optional<String> token = call.text("NextToken");
        if (token.isPresent()) {
            refuseBeside(call, "ExclusiveStartStreamName");
            after = Optional.of(Token.read(Token.Kind.STREAMS, token.get()).map(payload -> UTF_8.decode(payload).toString())
                    .orElseThrow(() -> KinesisFault.ARGUMENT.because("Invalid NextToken.")));
        }
        return new ListStreams(after.map(StreamName::new), call.whole("Limit", KinesisLimits.LIST_STREAMS_DEFAULT));
    }

    private CompletionStage<WireReply> listStreams(ListStreams call) {
        List<StreamDescription> found = registry.list(call.after(), call.limit() + 1);
        List<StreamDescription> page = found.subList(0, Math.min(found.size(), call.limit()));
        return CompletableFuture.completedStage(new Written(FRAME_BYTES + page.size() * StreamFormat.STREAM_BYTES,
                out -> writeStreams(page, found.size() > page.size(), out)));
    }

    private void writeStreams(List<StreamDescription> page, boolean more, WireWriter out) {
        out.beginObject();
        out.name(NAMES);
        out.beginList();
        page.forEach(stream -> out.text(stream.name().value()));
        out.endList();
        out.member(MORE, more);
        if (more) {
            out.member(NEXT_TOKEN, Token.write(Token.Kind.STREAMS, page.getLast().name().value().getBytes(UTF_8)));
        }
        out.name(SUMMARIES);
        out.beginList();
        page.forEach(stream -> StreamFormat.writeListed(stream, finder.arn(stream), out));
        out.endList();
        out.endObject();
    }
}
