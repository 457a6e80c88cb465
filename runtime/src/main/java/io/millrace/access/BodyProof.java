package io.millrace.access;

/**
 * What is still to be seen of a body whose head has been verified. Fed in order by one thread at a time; nothing of the body may be
 * acted on before {@link #end} has returned.
 */
public interface BodyProof {

    /** Nothing: no keys, or the signature does not cover the body. */
    BodyProof NONE = new BodyProof() {
        @Override
        public int take(byte[] bytes, int offset, int length) {
            return length;
        }

        @Override
        public void end() {
            // there is nothing to be proved
        }
    };

    /**
     * Takes the body's next bytes and leaves what is payload in them, which is fewer than there were when the body is chunked.
     *
     * @return how many bytes of payload there are from {@code offset} on now
     * @throws io.millrace.wire.WireException with an {@link AccessFault}: the body is not what was signed
     */
    int take(byte[] bytes, int offset, int length);

    /**
     * The body is whole.
     *
     * @throws io.millrace.wire.WireException with an {@link AccessFault}: it is not what was signed
     */
    void end();
}
