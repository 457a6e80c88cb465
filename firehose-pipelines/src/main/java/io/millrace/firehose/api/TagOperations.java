package io.millrace.firehose.api;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tags of delivery streams. */
final class TagOperations {

    private static final WireName TAGS = WireName.of("Tags"), KEY = WireName.of("Key"), VALUE = WireName.of("Value"), MORE = WireName.of("HasMoreTags");
    private static final int TAG_BYTES = 420;

    private final ServiceModel model;
    private final DeliveryStreams streams;
    private final StreamFinder finder;

    private record Tagging(String stream, Map<String, String> added, List<String> removed) {
    }

    private record Listing(String stream, String after, int limit) {
    }

    TagOperations(ServiceModel model, DeliveryStreams streams, StreamFinder finder) {
        this.model = model;
        this.streams = streams;
        this.finder = finder;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                ApiOperation.control(model, "TagDeliveryStream", call -> new Tagging(StreamFinder.name(call), tags(call), List.of()), this::change),
                ApiOperation.control(model, "UntagDeliveryStream", call -> new Tagging(StreamFinder.name(call), Map.of(), call.texts("TagKeys")),
                        this::change),
                ApiOperation.control(model, "ListTagsForDeliveryStream", call -> new Listing(StreamFinder.name(call),
                        call.text("ExclusiveStartTagKey").orElse(""), call.whole("Limit", FirehoseLimits.TAGS_DEFAULT)), this::list));
    }

    /** The call's tags; one without a value has an empty one. */
    static Map<String, String> tags(Members call) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Members tag : call.structures("Tags")) {
            String key = tag.text("Key").orElseThrow();
            if (tags.put(key, tag.text("Value").orElse("")) != null) {
                throw FirehoseFault.ARGUMENT.because("Tags has the key " + key + " more than once");
            }
        }
        return tags;
    }

    private CompletionStage<WireReply> change(Tagging call) {
        DeliveryStream stream = finder.find(call.stream());
        return streams.change(stream, now -> {
            finder.refuseDeleting(now);
            Map<String, String> tags = new TreeMap<>(now.tags());
            tags.putAll(call.added());
            tags.keySet().removeAll(call.removed());
            if (tags.size() > FirehoseLimits.TAGS_MAX) {
                throw FirehoseFault.LIMIT.because("A delivery stream may have " + FirehoseLimits.TAGS_MAX + " tags");
            }
            return now.withTags(tags);
        }).handle((changed, failure) -> {
            if (failure != null) {
                throw finder.fault(failure, call.stream());
            }
            return ApiOperation.Written.NOTHING;
        });
    }

    private CompletionStage<WireReply> list(Listing call) {
        TreeMap<String, String> tags = new TreeMap<>(finder.find(call.stream()).tags());
        List<Map.Entry<String, String>> following = List.copyOf(tags.tailMap(call.after(), false).entrySet());
        List<Map.Entry<String, String>> page = following.subList(0, Math.min(following.size(), call.limit()));
        return CompletableFuture.completedStage(new ApiOperation.Written((page.size() + 1) * TAG_BYTES,
                out -> write(page, page.size() < following.size(), out)));
    }

    private static void write(List<Map.Entry<String, String>> page, boolean more, WireWriter out) {
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
        out.member(MORE, more);
        out.endObject();
    }
}
