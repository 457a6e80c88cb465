package io.millrace.firehose.api;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.wire.model.Members;
import java.util.Optional;

/** Encryption as calls ask for it. */
final class KeyCheck {

    private static final String CUSTOMER = "CUSTOMER_MANAGED_CMK", OWNED = "AWS_OWNED_CMK";

    private final KeyRing keys;

    KeyCheck(KeyRing keys) {
        this.keys = keys;
    }

    /** The encryption of a configuration, whose key there must be; without one, the service's own key. */
    DeliveryStream.Encryption enabled(Optional<Members> configuration) {
        String type = configuration.flatMap(given -> given.text("KeyType")).orElse(OWNED);
        Optional<String> arn = configuration.flatMap(given -> given.text("KeyARN"));
        if (type.equals(CUSTOMER) && arn.isEmpty()) {
            throw FirehoseFault.ARGUMENT.because("KeyARN must be specified when KeyType is " + CUSTOMER);
        }
        if (type.equals(OWNED) && arn.isPresent()) {
            throw FirehoseFault.ARGUMENT.because("KeyARN must not be specified when KeyType is " + OWNED);
        }
        arn.ifPresent(this::check);
        return new DeliveryStream.Encryption(true, Optional.of(type), arn);
    }

    private void check(String arn) {
        try {
            keys.key(KeyRing.name(Optional.of(arn)));
        } catch (KeyRing.Unusable unusable) {
            throw FirehoseFault.KEY.because("KMS key " + arn + " has no key file of 32 bytes in this server's key directory");
        }
    }
}
