package io.millrace.firehose.deliver;

/**
 * Where parcels go: the extension point. Contract test: {@code DestinationContractTest}.
 * <ol>
 * <li>{@link #deliver} blocks, on a platform thread of the delivery stream's own that is never interrupted, and returns within the
 *     destination's own timeouts whatever the other side does; several may run at once.
 * <li>It never throws for what the other side or the network does: that is a {@link Receipt}.
 * <li>{@link Receipt.Delivered} means the whole parcel is there; a reader of the destination never sees half of one.
 * <li>The same parcel delivered again leaves the destination as after the first time, where the destination can do that.
 * <li>It holds no more than a fixed amount of memory, whatever the parcel's length.
 * </ol>
 */
public interface Destination extends AutoCloseable {

    Receipt deliver(Parcel parcel);

    /** Frees connections; once, when no delivery is under way. */
    @Override
    void close();
}
