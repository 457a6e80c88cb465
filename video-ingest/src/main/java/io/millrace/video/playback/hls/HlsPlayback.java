package io.millrace.video.playback.hls;

import io.millrace.clock.Clock;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.mp4.InitSegment;
import io.millrace.video.mp4.TrackFormat;
import io.millrace.video.mp4.UnplayableTrack;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.PackagedSegment;
import io.millrace.video.playback.PlayableTrack;
import io.millrace.video.playback.PlayableTracks;
import io.millrace.video.playback.SegmentPackager;
import io.millrace.video.playback.SharedSegments;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.http.Exchange;
import io.millrace.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a session's URLs answer. Whoever has the token sees the session's fragments and nothing else; any page may, since the token
 * is all that counts.
 */
public final class HlsPlayback {

    private static final int OK = 200;
    private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
    private static final String SOUND_TYPE = "audio/mp4", VIDEO_TYPE = "video/mp4";

    private final FragmentStore store;
    private final SessionTokens tokens;
    private final Clock clock;
    private final Playlists playlists;
    private final HlsSessions sessions;
    private final SharedSegments shared;

    /** @param sharedBytesMax of segments in memory that several viewers are given */
    public HlsPlayback(StreamLookup streams, FragmentStore store, SessionTokens tokens, Clock clock, long sharedBytesMax) {
        this.store = store;
        this.shared = new SharedSegments(sharedBytesMax);
        this.tokens = tokens;
        this.clock = clock;
        this.playlists = new Playlists(store);
        this.sessions = new HlsSessions(streams, store, playlists.pages(), tokens, clock);
    }

    /** The operation GetHLSStreamingSessionURL. */
    public void openSession(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        sessions.answer(exchange);
    }

    /** @param name of what is below {@link HlsPaths#ROOT} */
    public void answer(String name, Exchange exchange) throws MediaSink.ViewerGone {
        exchange.header("Access-Control-Allow-Origin", "*");
        String token = exchange.parameter("SessionToken").orElse("");
        HlsSession session = tokens.verify(token, clock.millis())
                .orElseThrow(() -> VideoFault.NOT_AUTHORIZED.because("The session token is not valid, or the session has expired."));
        try {
            switch (name) {
                case HlsPaths.MASTER_PLAYLIST -> master(session, token, exchange);
                case HlsPaths.MEDIA_PLAYLIST -> media(session, token, exchange);
                case HlsPaths.INIT_FRAGMENT -> initFragment(session, exchange);
                case HlsPaths.MEDIA_FRAGMENT -> mediaFragment(session, exchange);
                default -> throw VideoFault.NOT_FOUND.because("A session has no " + name);
            }
        } catch (UnplayableTrack unplayable) {
            throw HlsSessions.unplayable(unplayable);
        }
    }

    private void master(HlsSession session, String token, Exchange exchange) throws MediaSink.ViewerGone {
        Fragment sample = playlists.pages().from(session.stream(), session.range(), session.first(), 1).stream().findFirst()
                .orElseThrow(HlsPlayback::gone);
        playlist(exchange, MasterPlaylist.text(PlayableTracks.of(sample.head()), token, sample));
    }

    private void media(HlsSession session, String token, Exchange exchange) throws MediaSink.ViewerGone {
        PlaylistWindow window = playlists.window(session, clock.millis());
        if (window.fragments().isEmpty()) {
            throw gone();
        }
        long number = track(exchange, window.fragments().getFirst()).number();
        playlist(exchange, new MediaPlaylist(session, token, number).text(window));
    }

    private static void playlist(Exchange exchange, String text) throws MediaSink.ViewerGone {
        exchange.header("Cache-Control", "no-cache").reply(OK, PLAYLIST_TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    private void initFragment(HlsSession session, Exchange exchange) throws MediaSink.ViewerGone {
        String wanted = exchange.parameter("Head").orElse("");
        Fragment fragment = withHead(playlists.window(session, clock.millis()).fragments(), wanted);
        PlayableTrack track = track(exchange, fragment);
        cached(session, exchange).reply(OK, type(track), InitSegment.of(track.format()));
    }

    private static Fragment withHead(List<Fragment> fragments, String fingerprint) {
        Fragment tried = null;
        for (Fragment fragment : fragments) {
            boolean isNew = tried == null || !tried.head().equals(fragment.head());
            if (isNew && (fingerprint.isEmpty() || PlayableTracks.fingerprint(fragment.head()).equals(fingerprint))) {
                return fragment;
            }
            tried = fragment;
        }
        throw gone();
    }

    private void mediaFragment(HlsSession session, Exchange exchange) throws MediaSink.ViewerGone {
        FragmentNumber number = exchange.parameter("FragmentNumber").flatMap(FragmentNumber::parse)
                .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("FragmentNumber is not the number of a fragment"));
        List<Fragment> found = number.equals(FragmentNumber.NONE) ? List.of()
                : Waiting.on(store.list(session.stream(), FragmentRange.ALL, new FragmentNumber(number.value() - 1), 2));
        Fragment fragment = found.stream().findFirst().filter(first -> first.number().equals(number) && session.range().contains(first)
                && number.compareTo(session.first()) >= 0).orElseThrow(HlsPlayback::gone);
        OptionalLong next = found.stream().skip(1).filter(following -> new Junctions(session).follows(fragment, following))
                .mapToLong(session::mediaMillis).findFirst();
        PlayableTrack track = track(exchange, fragment);
        try {
            segment(session, new SharedSegments.Key(session.stream(), number, track.number(), session.mediaMillis(fragment), next), track, fragment,
                    exchange);
        } catch (SegmentPackager.TrackMissing missing) {
            throw VideoFault.NOT_FOUND.because("The fragment has no frame of track " + track.number() + ".");
        }
        exchange.end();
    }

    /** From memory that viewers share; where there is no room, from the store, piece by piece. */
    private void segment(HlsSession session, SharedSegments.Key key, PlayableTrack track, Fragment fragment, Exchange exchange)
            throws MediaSink.ViewerGone {
        Optional<SharedSegments.Held> held = shared.take(key, fragment.bytes(), () -> PackagedSegment.of(content(key), track, key.startMillis(),
                key.nextMillis()));
        if (held.isPresent()) {
            try (SharedSegments.Held open = held.get()) {
                cached(session, exchange).begin(type(track), open.segment().lengthBytes());
                open.segment().writeTo(exchange);
            }
        } else {
            SegmentPackager own = SegmentPackager.of(content(key), track, key.startMillis(), key.nextMillis());
            cached(session, exchange).begin(type(track), own.lengthBytes());
            own.writeTo(exchange);
        }
    }

    private FragmentContent content(SharedSegments.Key key) {
        return Waiting.on(store.open(key.stream(), key.fragment())).orElseThrow(HlsPlayback::gone);
    }

    private static PlayableTrack track(Exchange exchange, Fragment fragment) {
        String number = exchange.parameter("TrackNumber").orElse("");
        return PlayableTracks.of(fragment.head()).all().stream().filter(track -> Long.toString(track.number()).equals(number)).findFirst()
                .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("TrackNumber names no track that is played: " + number));
    }

    private static String type(PlayableTrack track) {
        return switch (track.format()) {
            case TrackFormat.Audio audio -> SOUND_TYPE;
            case TrackFormat.Video video -> VIDEO_TYPE;
        };
    }

    /** Segments never change, but no cache needs them longer than the session. */
    private Exchange cached(HlsSession session, Exchange exchange) {
        long seconds = Math.max(0, (session.expiresAtMillis() - clock.millis()) / 1000);
        return exchange.header("Cache-Control", "private, max-age=" + seconds);
    }

    private static WireException gone() {
        return VideoFault.NOT_FOUND.because("The session has no such fragment, or no longer.");
    }
}
