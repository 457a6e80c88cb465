package io.millrace.video.playback.media;

import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoCall;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.FragmentTail;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.http.Exchange;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** GetMedia: a stream from some fragment on, without end. */
public final class GetMedia {

    /** What the service says it sends. */
    static final String CONTENT_TYPE = "video/webm";
    private static final ServiceModel MODEL = ServiceModel.load(GetMedia.class, "service-model.txt");
    private static final int NOT_FOUND = 4000, INTERNAL = 5000;

    private final StreamLookup streams;
    private final FragmentStore store;
    private final ViewerSlots slots;
    private final StartFinder starts;

    public GetMedia(StreamLookup streams, FragmentStore store, PlaybackSettings settings) {
        this.streams = streams;
        this.store = store;
        this.slots = new ViewerSlots(settings.mediaConnectionsMax());
        this.starts = new StartFinder(store);
    }

    /** Answers one call; ends with the viewer, the stream or the server. */
    public void answer(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        Members call = VideoCall.read(MODEL, "GetMedia", exchange.body());
        StreamId stream = streams.find(call).id();
        StartSelector start = StartSelector.read(call.structure("StartSelector").orElseThrow(), stream);
        try (ViewerSlots.Slot slot = slots.take(stream)) {
            FragmentNumber behind = starts.behind(start, stream);
            exchange.beginEndless(CONTENT_TYPE);
            follow(stream, behind, exchange);
            exchange.end();
        }
    }

    /** What the store fails with is told behind the last fragment, if there was one; within a fragment nothing can be told. */
    private void follow(StreamId stream, FragmentNumber behind, Exchange exchange) throws IOException, MediaSink.ViewerGone {
        boolean sent = false;
        try (FragmentTail tail = new FragmentTail(store, stream, behind, exchange.closed())) {
            for (Optional<Fragment> next = tail.next(); next.isPresent(); next = tail.next()) {
                sent |= send(stream, next.get(), exchange);
            }
        } catch (StoreException failure) {
            if (sent) {
                exchange.write(failure instanceof StoreException.ShardUnknown ? MediaChunk.ending(NOT_FOUND, "The stream is deleted.")
                        : MediaChunk.ending(INTERNAL, "Internal error"));
            }
            if (!(failure instanceof StoreException.ShardUnknown)) {
                throw failure;
            }
        }
    }

    /** False when the fragment is gone already: a viewer who is that slow goes on with the next one there is. */
    private boolean send(StreamId stream, Fragment fragment, Exchange exchange) throws IOException, MediaSink.ViewerGone {
        Optional<FragmentContent> content = Waiting.on(store.open(stream, fragment.number()));
        if (content.isEmpty()) {
            return false;
        }
        copy(MediaChunk.before(fragment, false), content.get(), () -> behind(stream, fragment), exchange);
        return true;
    }

    private ByteBuffer behind(StreamId stream, Fragment fragment) {
        long latest = Waiting.on(store.latest(stream)).map(Fragment::serverTimeMillis).orElse(fragment.serverTimeMillis());
        return MediaChunk.behind(Math.max(0, latest - fragment.serverTimeMillis()), ContinuationToken.of(stream, fragment.number()));
    }

    /**
     * A fragment's content, piece by piece, as fast as the sink takes it; what stands before it goes with the first piece, what stands
     * behind it with the last: each writing costs the way to the event loop and back. Until something is written a failure is the
     * store's own.
     *
     * @throws IOException when the store fails, or has no longer what is asked for, while a part of the fragment is written already: the
     *                     cluster is open, so that nothing can follow but the end of the connection
     */
    static void copy(ByteBuffer before, FragmentContent content, Supplier<ByteBuffer> behind, MediaSink sink)
            throws IOException, MediaSink.ViewerGone {
        List<ByteBuffer> together = new ArrayList<>(List.of(before));
        long length = content.fragment().bytes();
        boolean isBegun = false;
        try {
            for (long at = 0; at < length;) {
                ByteBuffer piece = Waiting.on(content.read(at));
                together.add(piece);
                at += piece.remaining();
                if (at < length) {
                    isBegun = true;
                    sink.write(together.toArray(ByteBuffer[]::new));
                    together.clear();
                }
            }
            together.add(behind.get());
        } catch (RuntimeException failure) {
            if (isBegun) {
                throw new IOException("fragment " + content.fragment().number() + " breaks off", failure);
            }
            throw failure;
        }
        sink.write(together.toArray(ByteBuffer[]::new));
    }
}
