package io.millrace.sim;

/**
 * The seeds a simulation plays: {@code -Dmillrace.sim.seed=N} one alone, {@code -Dmillrace.sim.seeds=N} that many from 0,
 * otherwise as many as the test has in each run.
 *
 * @param first the first seed
 * @param count how many follow one another, the first included
 * @param isOneAlone whether a single one was asked for by its number: then nothing can be said about what worlds do on average
 */
public record Seeds(long first, long count, boolean isOneAlone) {

    /** One world, played to its end; fails where a promise is broken. */
    public interface World {
        void play(long seed) throws Exception;
    }

    public static Seeds orUsually(long usualCount) {
        Long only = Long.getLong("millrace.sim.seed");
        return only == null ? first(Long.getLong("millrace.sim.seeds", usualCount)) : new Seeds(only, 1, true);
    }

    /** So many, from 0. */
    public static Seeds first(long count) {
        return new Seeds(0, count, false);
    }

    /** Plays them in order; the first failure names its seed. */
    public void play(World world) {
        for (long seed = first; seed < first + count; seed++) {
            try {
                world.play(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
