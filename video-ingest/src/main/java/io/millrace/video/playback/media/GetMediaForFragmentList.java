package io.millrace.video.playback.media;

import io.millrace.stream.StreamId;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoCall;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.archive.ArchivedMedia;
import io.millrace.video.playback.http.Exchange;
import io.millrace.wire.model.Members;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** GetMediaForFragmentList: up to 1,000 fragments, in the order asked for. */
public final class GetMediaForFragmentList {

    private static final int NOT_FOUND = 4000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final StreamLookup streams;
    private final FragmentStore store;

    public GetMediaForFragmentList(StreamLookup streams, FragmentStore store) {
        this.streams = streams;
        this.store = store;
    }

    /** Answers one call. What is not found is told in its place, as the service does. */
    public void answer(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        Members call = VideoCall.read(ArchivedMedia.MODEL, "GetMediaForFragmentList", exchange.body());
        StreamId stream = streams.find(call).id();
        exchange.beginEndless(GetMedia.CONTENT_TYPE);
        for (String wire : call.texts("Fragments")) {
            Optional<FragmentNumber> number = FragmentNumber.parse(wire);
            Optional<FragmentContent> content = number.isEmpty() ? Optional.empty() : Waiting.on(store.open(stream, number.get()));
            if (content.isPresent()) {
                GetMedia.copy(MediaChunk.before(content.get().fragment(), true), content.get(), () -> NOTHING, exchange);
            } else {
                exchange.write(MediaChunk.missing(wire, NOT_FOUND, "Requested fragment is not found"));
            }
        }
        exchange.end();
    }
}
