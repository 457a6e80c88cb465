package io.millrace.crash;

/** Where a record is, as a client sees it: a shard's id and a 56-digit sequence number, whose order as text is their order. */
record Place(String shard, String sequenceNumber) {

    boolean isBehind(Place other) {
        return shard.equals(other.shard) && sequenceNumber.compareTo(other.sequenceNumber) > 0;
    }
}
