package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.BufferLimits;
import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.config.BufferingConfig;
import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.S3Config;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** All outlets of one version of a delivery stream. Retired by a later version, it is closed once nothing uses it. On the lane. */
public final class OutletSet implements AutoCloseable {

    private static final long MIB = 1024 * 1024;

    private final DestinationConfig config;
    private final Outlet data;
    private final Outlet backup;
    private final Outlet errors;
    private int uses;
    private boolean retired;
    private boolean closed;

    /** Opens all, or none. */
    public OutletSet(OutletFactory factory, OutletFactory.Origin origin, DestinationConfig config) {
        this.config = config;
        Deque<Outlet> opened = new ArrayDeque<>();
        boolean whole = false;
        try {
            this.data = keep(factory.data(origin, config), opened);
            this.backup = keep(factory.backup(origin, backupConfig()), opened);
            this.errors = keep(factory.errors(origin, config.errors()), opened);
            whole = true;
        } finally {
            if (!whole) {
                opened.forEach(outlet -> outlet.destination().close());
            }
        }
    }

    private static Outlet keep(Outlet outlet, Deque<Outlet> opened) {
        opened.add(outlet);
        return outlet;
    }

    /** Something begins to work with it. */
    void use() {
        uses++;
    }

    /** The end of what {@link #use} began. */
    void release() {
        uses--;
        closeIfDone();
    }

    /** Nothing uses it any more from now on. */
    void retire() {
        retired = true;
        closeIfDone();
    }

    /** Whether it is retired and not closed yet. */
    boolean isLeft() {
        return retired && !closed;
    }

    private void closeIfDone() {
        if (retired && uses == 0) {
            close();
        }
    }

    private S3Config backupConfig() {
        return switch (config) {
            case S3Config s3 -> s3.backup().orElse(s3);
            case HttpEndpointConfig http -> http.s3();
        };
    }

    public DestinationConfig config() {
        return config;
    }

    /** Whether a copy of each source record goes to the backup. */
    public boolean backsUpSource() {
        return config instanceof S3Config s3 && s3.backup().isPresent();
    }

    /** Whether a copy of each record of data goes to the backup. */
    public boolean backsUpData() {
        return config instanceof HttpEndpointConfig http && http.backUpAll();
    }

    public boolean isPartitioned() {
        return config instanceof S3Config s3 && s3.partitioning().isPresent();
    }

    public boolean isColumnar() {
        return config instanceof S3Config s3 && s3.conversion().isPresent();
    }

    Channel dataChannel() {
        return switch (config) {
            case S3Config s3 -> Channel.OBJECT;
            case HttpEndpointConfig http -> Channel.REQUEST;
        };
    }

    /** Whether sealed spools must outlive a power cut: what an endpoint refuses is backed up from them. */
    public boolean keepsSpools() {
        return dataChannel() == Channel.REQUEST;
    }

    Outlet data() {
        return data;
    }

    Outlet errors() {
        return errors;
    }

    Channel channel(Outcome.Way way) {
        return switch (way) {
            case DATA -> dataChannel();
            case BACKUP -> Channel.BACKUP;
            case PROCESSING_FAILED, FORMAT_CONVERSION_FAILED, HTTP_ENDPOINT_FAILED, ACTIVE_PARTITION_EXCEEDED, DECOMPRESSION_FAILED ->
                    Channel.ERRORS;
            case NOTHING -> throw new IllegalArgumentException("nothing is not delivered");
        };
    }

    /**
     * The outlet for a manifest's parcel; empty where none of this version takes it, because the delivery stream had an HTTP endpoint
     * when it was made. An object whose delivery stream has an HTTP endpoint by now goes to the bucket beside it.
     */
    Optional<Outlet> of(Channel channel) {
        return switch (channel) {
            case OBJECT -> Optional.of(dataChannel() == Channel.OBJECT ? data : backup);
            case REQUEST -> dataChannel() == Channel.REQUEST ? Optional.of(data) : Optional.empty();
            case BACKUP -> Optional.of(backup);
            case ERRORS -> Optional.of(errors);
        };
    }

    /** When a spool of that way is sealed. */
    public BufferLimits limits(Outcome.Way way) {
        return switch (channel(way)) {
            case OBJECT, REQUEST -> limits(config.buffering(), data);
            case BACKUP -> limits(backupConfig().buffering(), backup);
            case ERRORS -> limits(config.errors().buffering(), errors);
        };
    }

    private static BufferLimits limits(BufferingConfig buffering, Outlet outlet) {
        return new BufferLimits(Math.min(buffering.sizeMib() * MIB, outlet.bytesMax()), outlet.recordsMax(), buffering.interval());
    }

    /** Names of partition keys that records of data must have. */
    public io.millrace.firehose.prefix.ObjectNaming naming() {
        return data.naming();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        data.destination().close();
        backup.destination().close();
        errors.destination().close();
    }
}
