package io.millrace.firehose.source;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.stream.StreamId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes what is put. Any thread; never blocks. */
public interface Intake {

    /**
     * Makes the records durable, in order, all or none; completes with their record ids. Fails with {@link Refused}, in which case
     * nothing was taken, with {@link KeyRing.Unusable}, or with the store's exception.
     *
     * @param records not changed by anyone from now on
     */
    CompletionStage<List<String>> put(DeliveryStream stream, List<byte[]> records);

    /** Whether the delivery stream of that creation is ready to deliver. */
    boolean isOpen(StreamId stream);

    /** Why puts are refused for now. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null, false, false);
        }
    }
}
