package io.millrace.video.api;

import io.millrace.wire.codec.JsonReader;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.model.InvalidInput;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the body of a call. */
public final class VideoCall {

    /** The longest body there is, 1,000 fragment numbers of 128 characters, is shorter. */
    public static final int BODY_BYTES_MAX = 256 * 1024;

    private VideoCall() {
    }

    /**
     * The members of an operation's body, checked against its model; no body has none. Blocks.
     *
     * @throws io.millrace.wire.WireException {@link VideoFault#INVALID_ARGUMENT}
     */
    public static Members read(ServiceModel model, String operation, InputStream body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw VideoFault.INVALID_ARGUMENT.because("The body has more than " + BODY_BYTES_MAX + " bytes.");
        }
        byte[] document = new String(bytes, StandardCharsets.UTF_8).isBlank() ? "{}".getBytes(StandardCharsets.UTF_8) : bytes;
        try {
            return model.read(operation, new JsonReader(document, document.length));
        } catch (InvalidInput | MalformedInput refused) {
            throw VideoFault.INVALID_ARGUMENT.because(refused.getMessage());
        }
    }
}
