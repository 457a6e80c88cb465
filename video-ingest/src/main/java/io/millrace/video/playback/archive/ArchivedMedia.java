package io.millrace.video.playback.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoCall;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.http.Exchange;
import io.millrace.video.stream.VideoStream;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The operation ListFragments, and the model it shares with the others on archived media. */
public final class ArchivedMedia {

    /** Of Kinesis Video Archived Media. */
    public static final ServiceModel MODEL = ServiceModel.load(ArchivedMedia.class, "service-model.txt");
    private static final int RESULTS_DEFAULT = 100;

    private final StreamLookup streams;
    private final FragmentStore store;

    public ArchivedMedia(StreamLookup streams, FragmentStore store) {
        this.streams = streams;
        this.store = store;
    }

    /** Answers one call of ListFragments. */
    public void list(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        Members call = VideoCall.read(MODEL, "ListFragments", exchange.body());
        VideoStream stream = streams.find(call);
        Optional<String> token = call.text("NextToken");
        PageToken from = token.isPresent()
                ? PageToken.read(token.get()).filter(read -> read.stream().equals(stream.id()))
                        .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("NextToken is none of this stream"))
                : new PageToken(stream.id(), range(call), FragmentNumber.NONE);
        int limit = call.whole("MaxResults", RESULTS_DEFAULT);
        List<Fragment> page = stream.retentionHours() == 0 ? List.of()
                : Waiting.on(store.list(stream.id(), from.range(), from.after(), limit + 1));
        exchange.reply(200, "application/json", reply(from, page, limit).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static FragmentRange range(Members call) {
        Members selector = call.structure("FragmentSelector").orElseThrow(
                () -> VideoFault.INVALID_ARGUMENT.because("FragmentSelector has to be specified where NextToken is not"));
        FragmentRange.Clock clock = clock(selector.text("FragmentSelectorType").orElseThrow());
        Members times = selector.structure("TimestampRange").orElseThrow();
        long from = times.time("StartTimestamp").orElseThrow();
        long to = times.time("EndTimestamp").orElseThrow();
        if (to < from) {
            throw VideoFault.INVALID_ARGUMENT.because("EndTimestamp is before StartTimestamp");
        }
        return new FragmentRange(clock, from, to);
    }

    /** The clock that a FragmentSelectorType of the model names. */
    public static FragmentRange.Clock clock(String selectorType) {
        return selectorType.equals("PRODUCER_TIMESTAMP") ? FragmentRange.Clock.PRODUCER : FragmentRange.Clock.SERVER;
    }

    private static ObjectNode reply(PageToken from, List<Fragment> page, int limit) {
        ObjectNode reply = VideoAnswers.reply();
        ArrayNode fragments = reply.putArray("Fragments");
        for (Fragment fragment : page.subList(0, Math.min(limit, page.size()))) {
            fragments.addObject().put("FragmentNumber", fragment.number().wire()).put("FragmentSizeInBytes", fragment.bytes())
                    .put("ProducerTimestamp", seconds(fragment.producerTimeMillis()))
                    .put("ServerTimestamp", seconds(fragment.serverTimeMillis()))
                    .put("FragmentLengthInMilliseconds", fragment.durationMillis());
        }
        if (page.size() > limit) {
            reply.put("NextToken", new PageToken(from.stream(), from.range(), page.get(limit - 1).number()).text());
        }
        return reply;
    }

    private static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }
}
