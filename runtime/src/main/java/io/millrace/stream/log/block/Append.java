package io.millrace.stream.log.block;

import io.millrace.stream.Positions;
import java.util.concurrent.CompletableFuture;

/** Entries that wait for their log, and who waits for them. Owned by the log's writer once taken. */
final class Append {

    final int type;
    final Lane lane;
    final Entries entries;
    final CompletableFuture<Positions> done = new CompletableFuture<>();
    /** The next append to the same lane in the commit that took this one. */
    Append nextInLane;
    Positions positions;

    Append(int type, Lane lane, Entries entries) {
        this.type = type;
        this.lane = lane;
        this.entries = entries;
    }

    int bytes() {
        return entries.lengthBytes();
    }
}
