package io.millrace.video.fragment;

/**
 * Which fragments are meant: those with a time from {@code fromMillis} to {@code toMillis}, both included.
 *
 * @param clock      whose time counts
 * @param fromMillis since the epoch
 * @param toMillis   since the epoch; before {@code fromMillis} is an empty range
 */
public record FragmentRange(Clock clock, long fromMillis, long toMillis) {

    /** All there are. */
    public static final FragmentRange ALL = new FragmentRange(Clock.SERVER, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whose time. */
    public enum Clock { PRODUCER, SERVER }

    public boolean contains(Fragment fragment) {
        long millis = switch (clock) {
            case PRODUCER -> fragment.producerTimeMillis();
            case SERVER -> fragment.serverTimeMillis();
        };
        return millis >= fromMillis && millis <= toMillis;
    }
}
