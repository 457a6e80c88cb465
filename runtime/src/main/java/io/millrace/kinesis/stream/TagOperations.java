package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Tags, in the older form by stream and in the newer one by resource. */
public final class TagOperations {

    private static final WireName TAGS = WireName.of("Tags"), KEY = WireName.of("Key"), VALUE = WireName.of("Value"), MORE = WireName.of("HasMoreTags");
    private static final int TAG_BYTES = 420;

    private final ServiceModel model;
    private final StreamRegistry registry;
    private final StreamFinder finder;
    private final StoreFaults faults;

    /** Tags to add or to remove. */
    private record Change(StreamReference stream, Map<String, String> added, List<String> removed) {
    }

    /** A page of tags; the older form says whether there are more. */
    private record Listing(StreamReference stream, String after, int limit, boolean paged) {
    }

    public TagOperations(ServiceModel model, StreamRegistry registry, StreamFinder finder, StoreFaults faults) {
        this.model = model;
        this.registry = registry;
        this.finder = finder;
        this.faults = faults;
    }

    /** The operations of this class. */
    public List<WireOperation<?>> operations() {
        return List.of(
                ControlOperation.of(model, "AddTagsToStream", adding(StreamReference::of), this::change),
                ControlOperation.of(model, "TagResource", adding(StreamReference::ofResource), this::change),
                ControlOperation.of(model, "RemoveTagsFromStream", removing(StreamReference::of), this::change),
                ControlOperation.of(model, "UntagResource", removing(StreamReference::ofResource), this::change),
                ControlOperation.of(model, "ListTagsForStream", call -> new Listing(StreamReference.of(call),
                        call.text("ExclusiveStartTagKey").orElse(""), call.whole("Limit", KinesisLimits.LIST_TAGS_DEFAULT), true), this::list),
                ControlOperation.of(model, "ListTagsForResource", call -> new Listing(StreamReference.ofResource(call), "", Integer.MAX_VALUE, false),
                        this::list));
    }

    private static Function<Members, Change> adding(Function<Members, StreamReference> reference) {
        return call -> new Change(reference.apply(call), call.textMap("Tags"), List.of());
    }

    private static Function<Members, Change> removing(Function<Members, StreamReference> reference) {
        return call -> new Change(reference.apply(call), Map.of(), call.texts("TagKeys"));
    }

    private CompletionStage<WireReply> change(Change call) {
        StreamDescription stream = finder.describe(call.stream());
        UnaryOperator<StreamDescription> change = now -> {
            Map<String, String> tags = new HashMap<>(now.tags());
            tags.putAll(call.added());
            tags.keySet().removeAll(call.removed());
            TagRules.check(tags);
            return new StreamDescription(now.id(), now.name(), now.createdAt(), now.mode(), now.retention(), now.recordBytesMax(), now.shards(), tags);
        };
        return registry.change(stream, change).handle((changed, failure) -> {
            if (failure != null) {
                throw faults.of(failure, stream.name());
            }
            return WireReply.EMPTY;
        });
    }

    private CompletionStage<WireReply> list(Listing call) {
        TreeMap<String, String> tags = new TreeMap<>(finder.describe(call.stream()).tags());
        List<Map.Entry<String, String>> following = List.copyOf(tags.tailMap(call.after(), false).entrySet());
        List<Map.Entry<String, String>> page = following.subList(0, Math.min(following.size(), call.limit()));
        Optional<Boolean> more = call.paged() ? Optional.of(page.size() < following.size()) : Optional.empty();
        return CompletableFuture.completedStage(new Written((page.size() + 1) * TAG_BYTES, out -> write(page, more, out)));
    }

    private static void write(List<Map.Entry<String, String>> page, Optional<Boolean> more, WireWriter out) {
        out.beginObject();
        out.name(TAGS);
        out.beginList();
        for (Map.Entry<String, String> tag : page) {
            out.beginObject();
            out.member(KEY, tag.getKey());
            out.member(VALUE, tag.getValue());
            out.endObject();
        }
        out.endList();
        more.ifPresent(value -> out.member(MORE, value));
        out.endObject();
    }
}
