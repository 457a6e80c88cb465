package io.millrace.checkpoint;

/** Whose checkpoint it is: an owner such as {@code mapping/<uuid>} and a place such as {@code <stream id>/<shard index>}. */
public record CheckpointKey(String owner, String place) {

    public static final int LENGTH_MAX = 512;

    public CheckpointKey {
        if (owner.isEmpty() || place.isEmpty() || owner.length() + place.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("not a checkpoint key: " + owner + ", " + place);
        }
    }
}
