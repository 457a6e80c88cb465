package io.millrace.firehose.api;

import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes operations whose bodies are read and checked by the model, and their replies. */
final class ApiOperation {

    private ApiOperation() {
    }

    /** @param parser turns checked members into the typed call */
    static <C> WireOperation<C> control(ServiceModel model, String name, Function<Members, C> parser,
            Function<C, CompletionStage<WireReply>> execution) {
        return new WireOperation<>(name, FirehoseLimits.CONTROL_BODY_BYTES_MAX, WireOperation.Share.CONTROL,
                reader -> parser.apply(model.read(name, reader)), execution::apply);
    }

    /** A reply that is written by a function; where the model's output has no members, an empty object. */
    record Written(int expectedBytes, Consumer<WireWriter> writer) implements WireReply {

        static final WireReply NOTHING = new Written(2, out -> {
            out.beginObject();
            out.endObject();
        });

        @Override
        public void write(WireWriter out) {
            writer.accept(out);
        }
    }
}
