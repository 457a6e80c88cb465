package io.millrace.wire.http;

import io.millrace.wire.codec.WireWriter;

/** What an operation answers. Written once, on an event loop or a pool thread. */
public interface WireReply {

    /** A reply without a body. */
    WireReply EMPTY = new WireReply() {
        @Override
        public void write(WireWriter out) {
            throw new IllegalStateException("an empty reply is not written");
        }

        @Override
        public int expectedBytes() {
            return 0;
        }
    };

    /** Writes the reply's object. */
    void write(WireWriter out);

    /** About how long it will be; 0 only for an empty one. */
    int expectedBytes();

    /** Called once, when the reply has left or never will: frees what it held. */
    default void sent() {
    }
}
