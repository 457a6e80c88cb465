package io.millrace.kinesis;

import io.millrace.wire.model.Members;
import java.util.Optional;

/** How a call names its stream; both ways, one, or none. Checked against the model only. */
public record StreamReference(Optional<String> name, Optional<String> arn) {

    private static final String STREAM_ID = "StreamId";

    /** Of an operation that has StreamName, StreamARN and StreamId. */
    public static StreamReference of(Members call) {
        refuseStreamId(call.has(STREAM_ID));
        return new StreamReference(call.text("StreamName"), call.text("StreamARN"));
    }

    /** Of an operation that has ResourceARN and StreamId. */
    public static StreamReference ofResource(Members call) {
        refuseStreamId(call.has(STREAM_ID));
        return new StreamReference(Optional.empty(), call.text("ResourceARN"));
    }

    /** The model reserves StreamId; nothing says what it would mean. */
    public static void refuseStreamId(boolean present) {
        if (present) {
            throw KinesisFault.ARGUMENT.because("StreamId is not supported by this server yet");
        }
    }
}
