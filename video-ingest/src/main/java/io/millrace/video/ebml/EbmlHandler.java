package io.millrace.video.ebml;

/**
 * Told of elements as their bytes come, in order, on the thread that feeds the parser. Arrays are the parser's or the caller's:
 * copy what is kept. A handler refuses what it finds by throwing {@link EbmlException}.
 */
public interface EbmlHandler {

    /** A master element begins; {@code size} is -1 when unknown. Its header is no part of {@link #inside}. */
    default void begin(int id, long size) throws EbmlException {
    }

    /** A master element is whole. */
    default void end(int id) throws EbmlException {
    }

    /** A small value. The array is the handler's. */
    default void value(int id, byte[] bytes) throws EbmlException {
    }

    /** A Block or SimpleBlock begins, whose bytes follow. */
    default void beginBlock(int id, long size) throws EbmlException {
    }

    /** Some of the block's bytes. */
    default void block(byte[] bytes, int from, int to) throws EbmlException {
    }

    /** The block is whole. */
    default void endBlock(int id) throws EbmlException {
    }

    /**
     * Bytes within a top-level EBML header or an element of the segment, headers of children included: all of them in order,
     * each before the call that tells what they mean. An element's content ends with its {@link #end}.
     */
    default void inside(byte[] bytes, int from, int to) throws EbmlException {
    }
}
