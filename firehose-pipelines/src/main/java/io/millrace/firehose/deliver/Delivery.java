package io.millrace.firehose.deliver;

/** A manifest without a receipt and how its delivery goes. On the lane. */
final class Delivery {

    final Manifest manifest;
    /** Being uploaded, or made into something else. */
    boolean busy;
    /** The destination has it; the receipt is not durable yet. */
    boolean delivered;
    /** Why it is given up; its records go to the backup. */
    ObjectMaker.Refusal refusal;
    int failures;
    long firstFailureMillis;
    long nextAtMillis;

    Delivery(Manifest manifest) {
        this.manifest = manifest;
    }
}
