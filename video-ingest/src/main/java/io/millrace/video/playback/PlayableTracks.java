package io.millrace.video.playback;

import io.millrace.video.ebml.MediaHead;
import io.millrace.video.ebml.Track;
import io.millrace.video.mp4.TrackFormat;
import io.millrace.video.mp4.UnplayableTrack;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What of a producer's tracks is played: pictures, if there are any, and any number of sound tracks.
 *
 * @param sound by their order with the producer
 */
public record PlayableTracks(Optional<PlayableTrack> video, List<PlayableTrack> sound) {

    private static final int FINGERPRINT_BYTES = 12;

    public PlayableTracks {
        sound = List.copyOf(sound);
    }

    /** @throws UnplayableTrack when one of the tracks cannot be played */
    public static PlayableTracks of(MediaHead head) {
        Optional<PlayableTrack> video = Optional.empty();
        List<PlayableTrack> sound = new ArrayList<>();
        for (Track track : head.tracks()) {
            PlayableTrack playable = new PlayableTrack(track.number(), format(track));
            switch (playable.format()) {
                case TrackFormat.Audio audio -> sound.add(playable);
                case TrackFormat.Video pictures -> {
                    if (video.isPresent()) {
                        throw new UnplayableTrack(UnplayableTrack.Reason.CODEC_UNSUPPORTED, "Only one video track of a stream is played");
                    }
                    video = Optional.of(playable);
                }
            }
        }
        if (video.isEmpty() && sound.isEmpty()) {
            throw new UnplayableTrack(UnplayableTrack.Reason.CODEC_UNSUPPORTED, "The fragment has no track");
        }
        return new PlayableTracks(video, sound);
    }

    private static TrackFormat format(Track track) {
        if (track.isEncoded()) {
            throw new UnplayableTrack(UnplayableTrack.Reason.CODEC_UNSUPPORTED, "Track " + track.number() + " has content encodings");
        }
        return TrackFormat.of(track.codecId(), track.codecPrivate(), track.widthPixels(), track.heightPixels());
    }

    /** Pictures first. */
    public List<PlayableTrack> all() {
        List<PlayableTrack> all = new ArrayList<>(video.stream().toList());
        all.addAll(sound);
        return all;
    }

    public Optional<PlayableTrack> find(long number) {
        return all().stream().filter(track -> track.number() == number).findFirst();
    }

    /** The same for all heads with the same tracks, for URLs. */
    public static String fingerprint(MediaHead head) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(head.tracksElement());
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
