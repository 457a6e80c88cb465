package io.millrace.kinesis;

import io.millrace.catalog.Catalog;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamName;
import io.millrace.stream.registry.RegistryException;
import io.millrace.wire.WireException;
import java.util.concurrent.CompletionException;

/** What failures behind the API are called on the wire. */
public final class StoreFaults {

    private static final String INTERNAL = "Internal service failure.";

    private final StreamFinder finder;

    public StoreFaults(StreamFinder finder) {
        this.finder = finder;
    }

    /** The exception to end a call on a stream with; what is not known stays as it is. */
    public RuntimeException of(Throwable failure, StreamName stream) {
        Throwable cause = StageFailure.cause(failure);
        return switch (cause) {
            case StoreException store -> of(store, stream);
            case RegistryException registry -> of(registry);
            case Catalog.CatalogUnavailable unavailable -> KinesisFault.INTERNAL.because(INTERNAL);
            case RuntimeException other -> other;
            default -> new CompletionException(cause);
        };
    }

    private WireException of(StoreException failure, StreamName stream) {
        return switch (failure) {
            case StoreException.ShardUnknown unknown -> finder.noSuchStream(stream.value());
            case StoreException.Busy busy -> KinesisFault.RATE.because("Rate exceeded for stream " + stream + " under account "
                    + finder.identity().account() + ".");
            case StoreException.DiskFull full -> KinesisFault.INTERNAL.because(INTERNAL);
            case StoreException.DiskFailed failed -> KinesisFault.INTERNAL.because(INTERNAL);
            case StoreException.Closed closed -> KinesisFault.INTERNAL.because(INTERNAL);
        };
    }

    private WireException of(RegistryException failure) {
        return switch (failure) {
            case RegistryException.NameTaken taken -> KinesisFault.IN_USE.because(taken.getMessage());
            case RegistryException.StreamUnknown unknown -> KinesisFault.NOT_FOUND.because(unknown.getMessage());
            case RegistryException.LimitReached limit -> KinesisFault.LIMIT.because(limit.getMessage());
        };
    }
}
