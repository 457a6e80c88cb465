package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.SealedSpool;

/** A sealed spool that is to become a parcel, or is becoming one. On the lane. */
final class Forming {

    final SealedSpool spool;
    boolean running;
    int failures;
    long nextAtMillis;

    Forming(SealedSpool spool) {
        this.spool = spool;
    }
}
