package io.millrace.wire.http;

import io.millrace.wire.codec.WireReader;
import java.util.concurrent.CompletionStage;

/**
 * One operation of an API.
 *
 * @param <C>          the parsed call: only that may pass on
 * @param bodyBytesMax the largest body, in any format
 * @param share        whose memory a body is
 */
public record WireOperation<C>(String name, int bodyBytesMax, Share share, Parser<C> parser, Execution<C> execution) {

    /** Control calls must get through when data calls have spent their memory. */
    public enum Share {
        DATA, CONTROL
    }

    /**
     * Turns a body into a call. The reader's exceptions and a fault's are its only ones. On an event loop or a pool thread. The
     * body's array serves other calls once this one is answered: what lives longer is a copy.
     */
    public interface Parser<C> {
        C parse(WireReader reader);
    }

    /** Does the work; called on an event loop or a pool thread, so it returns at once. Fails with a fault's exception. */
    public interface Execution<C> {
        CompletionStage<? extends WireReply> execute(C call);
    }

    /** Work behind a parsed body, ready to start. */
    CompletionStage<? extends WireReply> run(WireReader reader) {
        return execution.execute(parser.parse(reader));
    }
}
