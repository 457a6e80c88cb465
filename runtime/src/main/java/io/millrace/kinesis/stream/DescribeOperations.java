package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DescribeStream, DescribeStreamSummary, DescribeLimits, DescribeAccountSettings. */
public final class DescribeOperations {

    private static final WireName SHARD_LIMIT = WireName.of("ShardLimit"), OPEN_SHARDS = WireName.of("OpenShardCount"),
            ON_DEMAND = WireName.of("OnDemandStreamCount"), ON_DEMAND_LIMIT = WireName.of("OnDemandStreamCountLimit"),
            COMMITMENT = WireName.of("MinimumThroughputBillingCommitment"), STATUS = WireName.of("Status");
    private static final int SMALL_BYTES = 192;

    private final ServiceModel model;
    private final StreamRegistry registry;
    private final StreamFinder finder;

    /** A parsed DescribeStream. */
    private record DescribeStream(StreamReference stream, Optional<String> afterShard, int limit) {
    }

    public DescribeOperations(ServiceModel model, StreamRegistry registry, StreamFinder finder) {
        this.model = model;
        this.registry = registry;
        this.finder = finder;
    }

    /** The operations of this class. */
    public List<WireOperation<?>> operations() {
        return List.of(ControlOperation.of(model, "DescribeStream", DescribeOperations::parse, this::describe),
                ControlOperation.of(model, "DescribeStreamSummary", StreamReference::of, this::summarize),
                ControlOperation.of(model, "DescribeLimits", call -> registry.settings(), this::limits),
                ControlOperation.of(model, "DescribeAccountSettings", Members::toString, call -> accountSettings()));
    }

    private static DescribeStream parse(Members call) {
        return new DescribeStream(StreamReference.of(call), call.text("ExclusiveStartShardId"),
                call.whole("Limit", KinesisLimits.DESCRIBE_SHARDS_DEFAULT));
    }

    private CompletionStage<WireReply> describe(DescribeStream call) {
        StreamDescription stream = finder.describe(call.stream());
        List<Shard> following = ShardPage.after(stream.shards(), call.afterShard());
        List<Shard> page = following.subList(0, Math.min(following.size(), call.limit()));
        return CompletableFuture.completedStage(new Written(StreamFormat.STREAM_BYTES + page.size() * ShardFormat.SHARD_BYTES,
                out -> StreamFormat.writeDescription(stream, finder.arn(stream), page, page.size() < following.size(), out)));
    }

    private CompletionStage<WireReply> summarize(StreamReference call) {
        StreamDescription stream = finder.describe(call);
        return CompletableFuture.completedStage(new Written(StreamFormat.STREAM_BYTES,
                out -> StreamFormat.writeSummary(stream, finder.arn(stream), out)));
    }

    private CompletionStage<WireReply> limits(RegistrySettings settings) {
        int shards = registry.provisionedShards(), onDemand = registry.onDemandStreams();
        return CompletableFuture.completedStage(new Written(SMALL_BYTES, out -> {
            out.beginObject();
            out.member(SHARD_LIMIT, settings.shardsMax());
            out.member(OPEN_SHARDS, shards);
            out.member(ON_DEMAND, onDemand);
            out.member(ON_DEMAND_LIMIT, settings.onDemandStreamsMax());
            out.endObject();
        }));
    }

    private static CompletionStage<WireReply> accountSettings() {
        return CompletableFuture.completedStage(new Written(SMALL_BYTES, out -> {
            out.beginObject();
            out.name(COMMITMENT);
            out.beginObject();
            out.member(STATUS, "DISABLED");
            out.endObject();
            out.endObject();
        }));
    }
}
