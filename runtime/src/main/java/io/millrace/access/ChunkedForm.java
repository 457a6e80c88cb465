package io.millrace.access;

import java.util.Arrays;
import java.util.Optional;

/** The bodies that come in signed or trailed chunks ({@code Content-Encoding: aws-chunked}), by the word in x-amz-content-sha256. */
enum ChunkedForm {

    SIGNED("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", true, false),
    SIGNED_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", true, true),
    UNSIGNED_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER", false, true);

    private final String word;
    private final boolean signed;
    private final boolean trailed;

    ChunkedForm(String word, boolean signed, boolean trailed) {
        this.word = word;
        this.signed = signed;
        this.trailed = trailed;
    }

    static Optional<ChunkedForm> named(String word) {
        return Arrays.stream(values()).filter(form -> form.word.equals(word)).findFirst();
    }

    /** Whether each chunk has a signature. */
    boolean signed() {
        return signed;
    }

    /** Whether headers follow the last chunk. */
    boolean trailed() {
        return trailed;
    }
}
