package io.millrace.video.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoFault;
import io.millrace.video.stream.VideoStream;
import io.millrace.video.stream.VideoStreams;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations on streams. Failures are {@link io.millrace.wire.WireException}s and those of {@link VideoStreams}. */
public final class ControlApi {

    private static final int LIST_MAX = 10_000;
    /** The service's own key, named in each of its ways: asking for it asks for nothing. */
    private static final Set<String> OWN_KEY = Set.of("aws/kinesisvideo", "alias/aws/kinesisvideo");
    private static final String OWN_KEY_ARN_END = ":alias/aws/kinesisvideo";

    private final VideoStreams streams;
    private final StreamLookup lookup;

    public ControlApi(VideoStreams streams, StreamLookup lookup) {
        this.streams = streams;
        this.lookup = lookup;
    }

    /** The model this API is pinned to. */
    public static ServiceModel model() {
        return ServiceModel.load(ControlApi.class, "service-model.txt");
    }

    CompletionStage<ObjectNode> create(Members call) {
        call.text("KmsKeyId").filter(key -> !OWN_KEY.contains(key) && !key.endsWith(OWN_KEY_ARN_END)).ifPresent(key -> {
            throw VideoFault.INVALID_ARGUMENT.because("KmsKeyId is not supported by this server: " + key);
        });
        call.structure("StreamStorageConfiguration").flatMap(tier -> tier.text("DefaultStorageTier"))
                .filter(tier -> !tier.equals("HOT")).ifPresent(tier -> {
                    throw VideoFault.INVALID_ARGUMENT.because("DefaultStorageTier is not supported by this server: " + tier);
                });
        Map<String, String> tags = call.textMap("Tags");
        refuseReserved(tags.keySet());
        return streams.create(call.text("StreamName").orElseThrow(), call.text("DeviceName"), call.text("MediaType"),
                        retention(call.whole("DataRetentionInHours", 0)), tags)
                .thenApply(stream -> VideoAnswers.reply().put("StreamARN", stream.arn(lookup.identity())));
    }

    CompletionStage<ObjectNode> describe(Members call) {
        ObjectNode reply = VideoAnswers.reply();
        describe(lookup.find(call), reply.putObject("StreamInfo"));
        return CompletableFuture.completedStage(reply);
    }

    private void describe(VideoStream stream, ObjectNode info) {
        stream.deviceName().ifPresent(name -> info.put("DeviceName", name));
        info.put("StreamName", stream.name());
        info.put("StreamARN", stream.arn(lookup.identity()));
        stream.mediaType().ifPresent(type -> info.put("MediaType", type));
        info.put("Version", stream.version());
        info.put("Status", "ACTIVE");
        info.put("CreationTime", BigDecimal.valueOf(stream.createdAtMillis(), 3));
        info.put("DataRetentionInHours", stream.retentionHours());
    }

    CompletionStage<ObjectNode> update(Members call) {
        return streams.change(lookup.find(call), call.text("CurrentVersion"),
                stream -> stream.described(call.text("DeviceName"), call.text("MediaType"))).thenApply(done -> VideoAnswers.reply());
    }

    CompletionStage<ObjectNode> delete(Members call) {
        return streams.delete(lookup.byArn(call.text("StreamARN").orElseThrow()), call.text("CurrentVersion"))
                .thenApply(done -> VideoAnswers.reply());
    }

    CompletionStage<ObjectNode> updateRetention(Members call) {
        int change = call.whole("DataRetentionChangeInHours", 0);
        boolean isIncrease = call.text("Operation").orElseThrow().equals("INCREASE_DATA_RETENTION");
        return streams.change(lookup.find(call), call.text("CurrentVersion"),
                        stream -> stream.keeping(retention((long) stream.retentionHours() + (isIncrease ? change : -change))))
                .thenApply(done -> VideoAnswers.reply());
    }

    private static int retention(long hours) {
        if (hours < 0 || hours > VideoStream.RETENTION_HOURS_MAX) {
            throw VideoFault.INVALID_ARGUMENT.because("The data retention must be 0 to " + VideoStream.RETENTION_HOURS_MAX
                    + " hours, not " + hours + ".");
        }
        return (int) hours;
    }

    CompletionStage<ObjectNode> list(Members call) {
        int limit = call.whole("MaxResults", LIST_MAX);
        Optional<String> prefix = call.structure("StreamNameCondition").flatMap(ControlApi::prefix);
        String after = call.text("NextToken").filter(token -> !token.isEmpty()).map(ControlApi::nameInToken).orElse("");
        ObjectNode reply = VideoAnswers.reply();
        ArrayNode infos = reply.putArray("StreamInfoList");
        String last = after;
        boolean isMore = true;
        while (isMore && infos.size() < limit) {
            List<VideoStream> page = streams.list(last, Math.min(LIST_MAX, limit));
            isMore = !page.isEmpty();
            for (VideoStream stream : page) {
                if (infos.size() == limit) {
                    break;
                }
                last = stream.name();
                if (prefix.filter(start -> !stream.name().startsWith(start)).isEmpty()) {
                    describe(stream, infos.addObject());
                }
            }
        }
        if (infos.size() == limit && !streams.list(last, 1).isEmpty()) {
            reply.put("NextToken", Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        return CompletableFuture.completedStage(reply);
    }

    private static Optional<String> prefix(Members condition) {
        Optional<String> value = condition.text("ComparisonValue");
        if (condition.text("ComparisonOperator").isPresent() != value.isPresent()) {
            throw VideoFault.INVALID_ARGUMENT.because("A StreamNameCondition has a ComparisonOperator and a ComparisonValue.");
        }
        return value;
    }

    private static String nameInToken(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw VideoFault.INVALID_ARGUMENT.because("The NextToken is not one this operation gave.");
        }
    }

    /** @param own where the client reached this server */
    CompletionStage<ObjectNode> endpoint(Members call, URI own) {
        lookup.find(call);
        String address = own.toString();
        return CompletableFuture.completedStage(VideoAnswers.reply().put("DataEndpoint",
                address.endsWith("/") ? address.substring(0, address.length() - 1) : address));
    }

    CompletionStage<ObjectNode> tag(Members call) {
        Map<String, String> added = call.textMap("Tags");
        refuseReserved(added.keySet());
        return streams.change(lookup.find(call), Optional.empty(), stream -> {
            Map<String, String> tags = new TreeMap<>(stream.tags());
            tags.putAll(added);
            if (tags.size() > VideoStream.TAGS_MAX) {
                throw VideoFault.TAG_LIMIT.because("A stream may have " + VideoStream.TAGS_MAX + " tags.");
            }
            return stream.tagged(tags);
        }).thenApply(done -> VideoAnswers.reply());
    }

    CompletionStage<ObjectNode> untag(Members call) {
        List<String> removed = call.texts("TagKeyList");
        return streams.change(lookup.find(call), Optional.empty(), stream -> {
            Map<String, String> tags = new TreeMap<>(stream.tags());
            tags.keySet().removeAll(removed);
            return stream.tagged(tags);
        }).thenApply(done -> VideoAnswers.reply());
    }

    CompletionStage<ObjectNode> listTags(Members call) {
        call.text("NextToken").filter(token -> !token.isEmpty()).ifPresent(token -> {
            throw VideoFault.INVALID_ARGUMENT.because("The NextToken is not one this operation gave.");
        });
        ObjectNode reply = VideoAnswers.reply();
        ObjectNode tags = reply.putObject("Tags");
        lookup.find(call).tags().forEach(tags::put);
        return CompletableFuture.completedStage(reply);
    }

    private static void refuseReserved(Set<String> keys) {
        keys.stream().filter(key -> key.regionMatches(true, 0, "aws:", 0, 4)).findFirst().ifPresent(key -> {
            throw VideoFault.INVALID_ARGUMENT.because("Tag keys that begin with aws: are reserved: " + key);
        });
    }

    /** TagResource and its siblings are for signaling channels, of which there are none. */
    CompletionStage<ObjectNode> ofChannel(Members call) {
        String arn = call.text("ResourceARN").orElseThrow();
        if (arn.contains(":stream/")) {
            throw VideoFault.INVALID_ARGUMENT.because("This is not the ARN of a signaling channel; streams have TagStream, UntagStream and "
                    + "ListTagsForStream: " + arn);
        }
        throw VideoFault.NOT_FOUND.because("The requested channel is not found or not active: " + arn);
    }
}
