package io.millrace.kinesis.stream;

import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireReply;
import java.util.function.Consumer;

/** A reply that is written by a function. */
record Written(int expectedBytes, Consumer<WireWriter> writer) implements WireReply {

    @Override
    public void write(WireWriter out) {
        writer.accept(out);
    }
}
