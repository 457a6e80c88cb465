package io.millrace.video.playback.hls;

import io.millrace.clock.Clock;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoCall;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.mp4.UnplayableTrack;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.PlayableTracks;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.archive.ArchivedMedia;
import io.millrace.video.playback.http.Exchange;
import io.millrace.video.stream.VideoStream;
import io.millrace.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The operation GetHLSStreamingSessionURL. */
final class HlsSessions {

    /** The service's: a stream without a fragment in so long is not live. */
    private static final long LIVE_WITHIN_MILLIS = 30_000;

    private final StreamLookup streams;
    private final FragmentStore store;
    private final FragmentPages pages;
    private final SessionTokens tokens;
    private final Clock clock;

    HlsSessions(StreamLookup streams, FragmentStore store, FragmentPages pages, SessionTokens tokens, Clock clock) {
        this.streams = streams;
        this.store = store;
        this.pages = pages;
        this.tokens = tokens;
        this.clock = clock;
    }

    void answer(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        var call = VideoCall.read(ArchivedMedia.MODEL, "GetHLSStreamingSessionURL", exchange.body());
        VideoStream stream = streams.find(call);
        SessionRequest request = SessionRequest.read(call, clock.millis());
        String url = exchange.origin() + HlsPaths.ROOT + HlsPaths.MASTER_PLAYLIST + "?SessionToken=" + tokens.sign(open(stream, request));
        exchange.reply(200, "application/json", VideoAnswers.reply().put("HLSStreamingSessionURL", url).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A session of fragments that are there and can be played. */
    HlsSession open(VideoStream stream, SessionRequest request) {
        if (stream.retentionHours() == 0) {
            throw VideoFault.NO_DATA_RETENTION.because("The stream " + stream.name() + " retains no data: its DataRetentionInHours is 0.");
        }
        Fragment first = switch (request.mode()) {
            case LIVE -> firstLive(stream, request.fragmentsMax());
            case LIVE_REPLAY, ON_DEMAND -> firstOf(Waiting.on(store.list(stream.id(), request.range(), FragmentNumber.NONE, 1)),
                    "in the requested time range");
        };
        try {
            PlayableTracks.of(first.head());
        } catch (UnplayableTrack unplayable) {
            throw unplayable(unplayable);
        }
        long now = clock.millis();
        return new HlsSession(stream.id(), request.mode(), request.range(), first.number(), request.discontinuities(), request.showsTimes(),
                request.fragmentsMax(), now, now + request.expireSeconds() * 1000L);
    }

    private Fragment firstLive(VideoStream stream, int count) {
        Fragment latest = Waiting.on(store.latest(stream.id()))
                .filter(fragment -> fragment.serverTimeMillis() + fragment.durationMillis() >= clock.millis() - LIVE_WITHIN_MILLIS)
                .orElseThrow(() -> none("in the last 30 seconds"));
        return firstOf(pages.last(stream.id(), latest, count), "any more");
    }

    private static Fragment firstOf(List<Fragment> fragments, String where) {
        if (fragments.isEmpty()) {
            throw none(where);
        }
        return fragments.getFirst();
    }

    private static WireException none(String where) {
        return VideoFault.NOT_FOUND.because("The stream has no fragments " + where + ".");
    }

    /** A track's fault as the service names it. */
    static WireException unplayable(UnplayableTrack track) {
        return switch (track.reason()) {
            case CODEC_UNSUPPORTED -> VideoFault.UNSUPPORTED_MEDIA_TYPE.because(track.getMessage());
            case CODEC_PRIVATE_MISSING -> VideoFault.MISSING_CODEC_PRIVATE_DATA.because(track.getMessage());
            case CODEC_PRIVATE_INVALID -> VideoFault.INVALID_CODEC_PRIVATE_DATA.because(track.getMessage());
        };
    }
}
