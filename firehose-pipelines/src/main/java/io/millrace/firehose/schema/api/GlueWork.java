package io.millrace.firehose.schema.api;

import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does calls one after the other on a thread that is there while there are calls; too many that wait are throttled. */
final class GlueWork implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(GlueWork.class);
    private static final long IDLE_SECONDS = 10, STOP_SECONDS = 5;
    private static final int REPLY_BYTES = 1024;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(GlueLimits.WAITING_MAX), Thread.ofPlatform().name("glue").daemon(true).factory());

    /** What a call does with the files; the answer's members. */
    interface Work<C> {
        Map<String, ?> run(C call) throws IOException;
    }

    GlueWork() {
        thread.allowCoreThreadTimeOut(true);
    }

    <C> WireOperation<C> operation(String name, Function<Members, C> parser, Work<C> work) {
        return new WireOperation<>(name, GlueLimits.BODY_BYTES_MAX, WireOperation.Share.CONTROL,
                reader -> parser.apply(GlueApi.model().read(name, reader)), call -> begin(name, call, work));
    }

    private <C> CompletionStage<WireReply> begin(String name, C call, Work<C> work) {
        CompletableFuture<WireReply> reply = new CompletableFuture<>();
        try {
            thread.execute(() -> run(name, call, work, reply));
        } catch (RejectedExecutionException full) {
            throw GlueFault.THROTTLED.because("Too many calls wait; try again.");
        }
        return reply;
    }

    private static <C> void run(String name, C call, Work<C> work, CompletableFuture<WireReply> reply) {
        try {
            Map<String, ?> answer = work.run(call);
            reply.complete(new Answer(GlueApi.model().operation(name).output().orElseThrow(), answer));
        } catch (IOException failure) {
            LOGGER.atError().addKeyValue("operation", name).setCause(failure).log("schema registry failed");
            reply.completeExceptionally(GlueFault.INTERNAL.because("The schema registry cannot be read or written."));
        } catch (RuntimeException | StackOverflowError refused) {
            reply.completeExceptionally(refused);
        }
    }

    private record Answer(String shape, Map<String, ?> members) implements WireReply {

        @Override
        public void write(WireWriter out) {
            GlueApi.shapes().write(shape, members, out);
        }

        @Override
        public int expectedBytes() {
            return REPLY_BYTES;
        }
    }

    /** Waits for calls under way, for a bounded time. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
