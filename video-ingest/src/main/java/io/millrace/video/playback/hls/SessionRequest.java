package io.millrace.video.playback.hls;

import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.playback.archive.ArchivedMedia;
import io.millrace.wire.WireException;
import io.millrace.wire.model.Members;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * GetHLSStreamingSessionURL as asked for, checked by the service's rules (its model's documentation).
 *
 * @param range         of the fragments; in live mode from the beginning to the end of time
 * @param expireSeconds 300 to 43,200
 */
record SessionRequest(HlsSession.Mode mode, FragmentRange range, HlsSession.Discontinuities discontinuities, boolean showsTimes,
        int fragmentsMax, int expireSeconds) {

    private static final int LIVE_FRAGMENTS = 5, ARCHIVE_FRAGMENTS = 1_000, EXPIRE_SECONDS = 300;
    private static final long RANGE_MILLIS_MAX = Duration.ofHours(24).toMillis();

    /** @throws WireException InvalidArgumentException when it breaks a rule, or asks for what is not built */
    static SessionRequest read(Members call, long nowMillis) {
        if (call.text("ContainerFormat").filter(format -> format.equals("MPEG_TS")).isPresent()) {
            throw refused("ContainerFormat MPEG_TS is not supported by this server: FRAGMENTED_MP4 is");
        }
        HlsSession.Mode mode = HlsSession.Mode.valueOf(call.text("PlaybackMode").orElse("LIVE"));
        Optional<Members> selector = call.structure("HLSFragmentSelector");
        FragmentRange.Clock clock = ArchivedMedia.clock(selector.flatMap(given -> given.text("FragmentSelectorType")).orElse("SERVER_TIMESTAMP"));
        Optional<Members> times = selector.flatMap(given -> given.structure("TimestampRange"));
        FragmentRange range = switch (mode) {
            case LIVE -> {
                if (times.isPresent()) {
                    throw refused("TimestampRange must not be set for PlaybackMode LIVE");
                }
                yield new FragmentRange(clock, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            case LIVE_REPLAY, ON_DEMAND -> {
                if (selector.flatMap(given -> given.text("FragmentSelectorType")).isEmpty() || times.isEmpty()) {
                    throw refused("PlaybackMode " + mode + " needs FragmentSelectorType and TimestampRange");
                }
                yield range(mode, clock, times.get(), nowMillis);
            }
        };
        HlsSession.Discontinuities discontinuities = call.text("DiscontinuityMode").map(HlsSession.Discontinuities::valueOf)
                .orElse(clock == FragmentRange.Clock.SERVER ? HlsSession.Discontinuities.ALWAYS : HlsSession.Discontinuities.NEVER);
        return new SessionRequest(mode, range, discontinuities, call.text("DisplayFragmentTimestamp").orElse("NEVER").equals("ALWAYS"),
                call.whole("MaxMediaPlaylistFragmentResults", mode == HlsSession.Mode.ON_DEMAND ? ARCHIVE_FRAGMENTS : LIVE_FRAGMENTS),
                call.whole("Expires", EXPIRE_SECONDS));
    }

    private static FragmentRange range(HlsSession.Mode mode, FragmentRange.Clock clock, Members times, long nowMillis) {
        long from = times.time("StartTimestamp").orElseThrow(() -> refused("TimestampRange needs StartTimestamp"));
        OptionalLong end = times.time("EndTimestamp");
        if (end.isEmpty()) {
            if (mode == HlsSession.Mode.ON_DEMAND) {
                throw refused("PlaybackMode ON_DEMAND needs EndTimestamp");
            }
            return new FragmentRange(clock, from, Long.MAX_VALUE);
        }
        long to = end.getAsLong();
        if (to <= from || to - from > RANGE_MILLIS_MAX) {
            throw refused("EndTimestamp must be later than StartTimestamp and within 24 hours of it");
        }
        if (clock == FragmentRange.Clock.SERVER && to > nowMillis) {
            throw refused("EndTimestamp must be in the past where FragmentSelectorType is SERVER_TIMESTAMP");
        }
        return new FragmentRange(clock, from, to);
    }

    private static WireException refused(String why) {
        return VideoFault.INVALID_ARGUMENT.because(why);
    }
}
