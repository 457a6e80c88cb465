package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import io.millrace.stream.registry.NewStream;
import io.millrace.stream.registry.RegistryException;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** CreateStream and DeleteStream. An on-demand stream starts with the settings' number of shards and keeps it: there is no automatic scaling yet. */
public final class LifeOperations {

    private static final int KIB = 1024, PROVISIONED_SHARDS_DEFAULT = 1;
    private static final String WARM_THROUGHPUT = "WarmThroughputMiBps";

    private final ServiceModel model;
    private final StreamRegistry registry;
    private final StreamFinder finder;
    private final StoreFaults faults;

    public LifeOperations(ServiceModel model, StreamRegistry registry, StreamFinder finder, StoreFaults faults) {
        this.model = model;
        this.registry = registry;
        this.finder = finder;
        this.faults = faults;
    }

    /** The operations of this class. */
    public List<WireOperation<?>> operations() {
        return List.of(ControlOperation.of(model, "CreateStream", this::parseCreate, this::create),
                ControlOperation.of(model, "DeleteStream", StreamReference::of, this::delete));
    }

    private NewStream parseCreate(Members call) {
        StreamMode mode = call.structure("StreamModeDetails").flatMap(details -> details.text("StreamMode")).map(StreamMode::valueOf)
                .orElse(StreamMode.PROVISIONED);
        if (call.whole(WARM_THROUGHPUT, 0) != 0) {
            throw KinesisFault.ARGUMENT.because(WARM_THROUGHPUT + " is not supported by this server yet");
        }
        if (mode == StreamMode.ON_DEMAND && call.has("ShardCount")) {
            throw KinesisFault.ARGUMENT.because("ShardCount must not be specified for a stream in ON_DEMAND mode.");
        }
        int shards = mode == StreamMode.ON_DEMAND ? registry.settings().onDemandShards() : call.whole("ShardCount", PROVISIONED_SHARDS_DEFAULT);
        if (shards > registry.settings().shardsMax()) {
            throw KinesisFault.LIMIT.because("This request would exceed the shard limit for the account " + finder.identity().account() + " in "
                    + finder.identity().region() + ". Limit: " + registry.settings().shardsMax() + ". Current shard count: "
                    + registry.provisionedShards() + ".");
        }
        int sizeKib = call.whole("MaxRecordSizeInKiB", 0);
        TagRules.check(call.textMap("Tags"));
        return new NewStream(new StreamName(call.text("StreamName").orElseThrow()), mode, shards,
                sizeKib == 0 ? OptionalInt.empty() : OptionalInt.of(sizeKib * KIB), call.textMap("Tags"));
    }

    private CompletionStage<WireReply> create(NewStream call) {
        return registry.create(call).handle((stream, failure) -> {
            Throwable cause = StageFailure.cause(failure);
            if (cause instanceof RegistryException.NameTaken) {
                throw KinesisFault.IN_USE.because("Stream " + call.name() + " under account " + finder.identity().account() + " already exists.");
            }
            if (failure != null) {
                throw faults.of(failure, call.name());
            }
            return WireReply.EMPTY;
        });
    }

    /** EnforceConsumerDeletion asks for nothing as long as streams have no consumers. */
    private CompletionStage<WireReply> delete(StreamReference call) {
        StreamDescription stream = finder.describe(call);
        return registry.delete(stream).handle((deleted, failure) -> {
            if (failure != null) {
                throw faults.of(failure, stream.name());
            }
            return WireReply.EMPTY;
        });
    }
}
