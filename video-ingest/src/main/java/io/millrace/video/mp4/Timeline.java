package io.millrace.video.mp4;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When each frame of a fragment is decoded and shown, in ticks, made from the presentation times that Matroska has. Frames are
 * in decode order. Decode times are the presentation times in order: the first frame is decoded when the first one is shown, so
 * offsets may be negative, and fragments whose shown times follow one another have decode times that do.
 */
public final class Timeline {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Matroska's times are rounded, mostly to a millisecond; so far off a frame of sound still follows the one before it. */
    private static final long ROUNDING_NANOS = 2_000_000L;

    private final long[] decode;
    private final int[] offsets;
    private final long end;

    private Timeline(long[] decode, int[] offsets, long end) {
        this.decode = decode;
        this.offsets = offsets;
        this.end = end;
    }

    /**
     * The times of a fragment's frames.
     *
     * @param shownNanos when each frame is shown, nanoseconds from any origin, in decode order; at least one
     * @param nextNanos  when the next fragment begins, if it follows without a gap: only from it the last frame's duration is known
     */
    public static Timeline of(TrackFormat format, long[] shownNanos, OptionalLong nextNanos) {
        if (shownNanos.length == 0) {
            throw new IllegalArgumentException("no frames");
        }
        return switch (format) {
            case TrackFormat.Video video -> ofPictures(shownNanos, nextNanos);
            case TrackFormat.Audio audio -> ofSound(audio, shownNanos);
        };
    }

    private static Timeline ofPictures(long[] shownNanos, OptionalLong nextNanos) {
        int count = shownNanos.length;
        long[] shown = new long[count];
        for (int i = 0; i < count; i++) {
            shown[i] = ticks(shownNanos[i], TrackFormat.VIDEO_TICKS_PER_SECOND);
        }
        long[] decode = shown.clone();
        Arrays.sort(decode);
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            decode[i] = i == 0 ? decode[0] : Math.max(decode[i], decode[i - 1] + 1);
            offsets[i] = Math.toIntExact(shown[i] - decode[i]);
        }
        return new Timeline(decode, offsets, decode[count - 1] + lastDuration(decode, nextNanos));
    }

    private static long lastDuration(long[] decode, OptionalLong nextNanos) {
        int last = decode.length - 1;
        long usual = last == 0 ? TrackFormat.VIDEO_TICKS_PER_SECOND / 30 : Math.max(1, (decode[last] - decode[0]) / last);
        if (nextNanos.isEmpty()) {
            return usual;
        }
        long untilNext = ticks(nextNanos.getAsLong(), TrackFormat.VIDEO_TICKS_PER_SECOND) - decode[last];
        return untilNext > 0 && untilNext <= Integer.MAX_VALUE ? untilNext : usual;
    }

    /** Sound is as long as its samples: rounded times would leave it with small holes. */
    private static Timeline ofSound(TrackFormat.Audio audio, long[] shownNanos) {
        long[] decode = new long[shownNanos.length];
        long rounding = ticks(ROUNDING_NANOS, audio.samplesPerSecond());
        for (int i = 0; i < decode.length; i++) {
            long told = ticks(shownNanos[i], audio.samplesPerSecond());
            long following = i == 0 ? told : decode[i - 1] + audio.frameSamples();
            decode[i] = i == 0 || Math.abs(told - following) <= rounding ? following : Math.max(told, decode[i - 1] + 1);
        }
        return new Timeline(decode, new int[decode.length], decode[decode.length - 1] + audio.frameSamples());
    }

    /** Nearest tick; exact in 64 bits also for times since 1970. */
    static long ticks(long nanos, int ticksPerSecond) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return seconds * ticksPerSecond + (rest * ticksPerSecond + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }

    public int frames() {
        return decode.length;
    }

    /** When decoding of the fragment begins. */
    public long start() {
        return decode[0];
    }

    /** When the last frame ends. */
    public long end() {
        return end;
    }

    int duration(int frame) {
        return Math.toIntExact((frame + 1 < decode.length ? decode[frame + 1] : end) - decode[frame]);
    }

    int offset(int frame) {
        return offsets[frame];
    }
}
