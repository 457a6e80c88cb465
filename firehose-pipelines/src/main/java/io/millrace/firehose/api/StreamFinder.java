package io.millrace.firehose.api;

import io.millrace.catalog.Catalog;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.registry.RegistryRefusal;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.Intake;
import io.millrace.identity.Identity;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StoreException;
import io.millrace.wire.WireException;
import io.millrace.wire.model.Members;
import java.util.concurrent.CompletionException;

/** Finds what calls name, and knows the words for what fails. Any thread. */
final class StreamFinder {

    private static final String INTERNAL = "Internal service failure.";

    private final DeliveryStreams streams;
    private final Identity identity;

    StreamFinder(DeliveryStreams streams, Identity identity) {
        this.streams = streams;
        this.identity = identity;
    }

    static String name(Members call) {
        return call.text("DeliveryStreamName").orElseThrow();
    }

    DeliveryStream find(String name) {
        return streams.find(name).orElseThrow(() -> notFound(name));
    }

    String arn(String name) {
        return identity.arn("firehose", "deliverystream/" + name);
    }

    WireException notFound(String name) {
        return FirehoseFault.NOT_FOUND.because("Firehose " + name + " under account " + identity.account() + " not found.");
    }

    void refuseDeleting(DeliveryStream stream) {
        if (stream.deleting()) {
            throw FirehoseFault.IN_USE.because("Firehose " + stream.name() + " under accountId " + identity.account() + " is being deleted");
        }
    }

    /** The exception to end a call with; what is not known stays as it is. */
    RuntimeException fault(Throwable failure, String name) {
        Throwable cause = StageFailure.cause(failure);
        return switch (cause) {
            case RegistryRefusal refusal -> of(refusal, name);
            case UnsupportedConfig unsupported -> FirehoseFault.ARGUMENT.because(unsupported.getMessage());
            case Intake.Refused refused -> FirehoseFault.UNAVAILABLE.because(refused.getMessage());
            case KeyRing.Unusable unusable -> FirehoseFault.KEY.because("The delivery stream's " + unusable.getMessage());
            case StoreException.ShardUnknown unknown -> notFound(name);
            case StoreException store -> FirehoseFault.UNAVAILABLE.because("Service is unavailable; try again.");
            case Catalog.CatalogUnavailable unavailable -> FirehoseFault.INTERNAL.because(INTERNAL);
            case RuntimeException other -> other;
            default -> new CompletionException(cause);
        };
    }

    private WireException of(RegistryRefusal refusal, String name) {
        return switch (refusal) {
            case RegistryRefusal.NameTaken taken -> FirehoseFault.IN_USE.because("Firehose " + name + " under accountId " + identity.account()
                    + " already exists");
            case RegistryRefusal.Unknown unknown -> notFound(name);
            case RegistryRefusal.TooMany many -> FirehoseFault.LIMIT.because("You have already consumed your firehose quota of "
                    + many.getMessage() + " hoses");
        };
    }
}
