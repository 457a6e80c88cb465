package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.mp4.TrackFormat;
import io.millrace.video.playback.PlayableTrack;
import io.millrace.video.playback.PlayableTracks;
import java.util.stream.Collectors;

/** The master playlist: one variant, and where there are pictures, the sound beside them (RFC 8216, 4.3.4). Pure. */
final class MasterPlaylist {

    private static final String SOUND = "audio";
    private static final long BANDWIDTH_UNKNOWN = 1_000_000;

    private MasterPlaylist() {
    }

    /** @param sample a fragment whose bit rate is taken for that of all */
    static String text(PlayableTracks tracks, String token, Fragment sample) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        boolean besidePictures = tracks.video().isPresent() && !tracks.sound().isEmpty();
        if (besidePictures) {
            for (PlayableTrack sound : tracks.sound()) {
                boolean isFirst = sound == tracks.sound().getFirst();
                text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(SOUND).append("\",NAME=\"").append(SOUND).append(sound.number())
                        .append("\",DEFAULT=").append(isFirst ? "YES" : "NO").append(",AUTOSELECT=").append(isFirst ? "YES" : "NO")
                        .append(",URI=\"").append(uri(token, sound)).append("\"\n");
            }
        }
        long bandwidth = sample.durationMillis() == 0 ? BANDWIDTH_UNKNOWN : Math.max(1, sample.bytes() * 8_000 / sample.durationMillis());
        text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bandwidth).append(",CODECS=\"")
                .append(tracks.all().stream().map(track -> track.format().codecs()).distinct().collect(Collectors.joining(","))).append('"');
        PlayableTrack main = tracks.video().orElseGet(() -> tracks.sound().getFirst());
        if (main.format() instanceof TrackFormat.Video video) {
            text.append(",RESOLUTION=").append(video.width()).append('x').append(video.height());
        }
        if (besidePictures) {
            text.append(",AUDIO=\"").append(SOUND).append('"');
        }
        return text.append('\n').append(uri(token, main)).append('\n').toString();
    }

    private static String uri(String token, PlayableTrack track) {
        return HlsPaths.MEDIA_PLAYLIST + "?SessionToken=" + token + "&TrackNumber=" + track.number();
    }
}
