package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.playback.PlayableTracks;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The media playlist of one track (RFC 8216, 4.3.2 and 4.3.3). Pure. */
final class MediaPlaylist {

    /** As fragments may be 20 s long, playlists stay short of 5,000 entries of some 300 characters. */
    private static final int ENTRY_CHARACTERS = 320;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final HlsSession session;
    private final Junctions junctions;
    private final String token;
    private final long track;

    MediaPlaylist(HlsSession session, String token, long track) {
        this.session = session;
        this.junctions = new Junctions(session);
        this.token = token;
        this.track = track;
    }

    String text(PlaylistWindow window) {
        List<Fragment> fragments = window.fragments();
        StringBuilder text = new StringBuilder(512 + fragments.size() * ENTRY_CHARACTERS);
        text.append("#EXTM3U\n#EXT-X-VERSION:6\n");
        if (session.mode() == HlsSession.Mode.ON_DEMAND) {
            text.append("#EXT-X-PLAYLIST-TYPE:VOD\n");
        }
        text.append("#EXT-X-TARGETDURATION:").append(targetSeconds(fragments)).append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(window.sequence()).append('\n');
        text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(window.discontinuitySequence()).append('\n');
        for (int i = 0; i < fragments.size(); i++) {
            Fragment before = i == 0 ? null : fragments.get(i - 1);
            entry(text, before, fragments.get(i), i + 1 < fragments.size() ? fragments.get(i + 1) : null);
        }
        return (window.isComplete() ? text.append("#EXT-X-ENDLIST\n") : text).toString();
    }

    private void entry(StringBuilder text, Fragment before, Fragment fragment, Fragment next) {
        if (before != null && junctions.isDiscontinuity(before, fragment)) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        if (before == null || !before.head().equals(fragment.head())) {
            text.append("#EXT-X-MAP:URI=\"").append(HlsPaths.INIT_FRAGMENT).append("?SessionToken=").append(token).append("&TrackNumber=")
                    .append(track).append("&Head=").append(PlayableTracks.fingerprint(fragment.head())).append("\"\n");
        }
        if (session.showsTimes()) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:").append(TIME.format(Instant.ofEpochMilli(session.startMillis(fragment)))).append('\n');
        }
        long millis = junctions.playMillis(fragment, next);
        text.append("#EXTINF:").append(millis / 1000).append('.').append("%03d".formatted(millis % 1000)).append(",\n");
        text.append(HlsPaths.MEDIA_FRAGMENT).append("?FragmentNumber=").append(fragment.number().wire()).append("&SessionToken=").append(token)
                .append("&TrackNumber=").append(track).append('\n');
    }

    /** Every duration, rounded, is at most that. */
    private long targetSeconds(List<Fragment> fragments) {
        long most = 1000;
        for (int i = 0; i < fragments.size(); i++) {
            most = Math.max(most, junctions.playMillis(fragments.get(i), i + 1 < fragments.size() ? fragments.get(i + 1) : null));
        }
        return (most + 500) / 1000;
    }
}
