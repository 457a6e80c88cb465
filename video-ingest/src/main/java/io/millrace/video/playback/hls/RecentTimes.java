package io.millrace.video.playback.hls;

import java.util.Arrays;

/** The times remembered last, so many at most; eight bytes for each. One thread. */
final class RecentTimes {

    private static final int FIRST_SIZE = 16;

    private final int timesMax;
    private long[] times;
    private int count;
    /** Where the next one goes. */
    private int end;
    /** Of all there ever were: most that are asked for are later still. */
    private long greatest = Long.MIN_VALUE;

    RecentTimes(int timesMax) {
        this.timesMax = timesMax;
        this.times = new long[Math.min(FIRST_SIZE, timesMax)];
    }

    boolean contains(long millis) {
        if (count == 0 || millis > greatest) {
            return false;
        }
        for (int index = 0; index < count; index++) {
            if (times[index] == millis) {
                return true;
            }
        }
        return false;
    }

    void add(long millis) {
        greatest = Math.max(greatest, millis);
        if (count == times.length && count < timesMax) {
            times = Arrays.copyOf(times, Math.min(timesMax, 2 * count));
            end = count;
        }
        times[end] = millis;
        end = (end + 1) % times.length;
        count = Math.min(count + 1, times.length);
    }
}
