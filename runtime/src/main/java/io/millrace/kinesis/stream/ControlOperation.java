package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisLimits;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.function.Function;

/** Makes operations whose bodies are read and checked by the model. */
final class ControlOperation {

    private ControlOperation() {
    }

    /** @param parser turns checked members into the typed call */
    static <C> WireOperation<C> of(ServiceModel model, String name, Function<Members, C> parser, WireOperation.Execution<C> execution) {
        return new WireOperation<>(name, KinesisLimits.CONTROL_BODY_BYTES_MAX, WireOperation.Share.CONTROL,
                reader -> parser.apply(model.read(name, reader)), execution);
    }
}
