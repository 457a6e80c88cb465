package io.millrace.firehose.columnar.worker;

import io.millrace.firehose.columnar.protocol.ConversionJob;

/** What the server asks for. */
sealed interface Request {

    record Job(ConversionJob job) implements Request {
    }

    /** @param bytes records, each with its length before it */
    record Chunk(byte[] bytes) implements Request {
    }

    record Finish() implements Request {
    }

    record Abandon() implements Request {
    }
}
