package io.millrace.functions.messaging;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A channel's loop is one of Vert.x' event loops. */
record VertxLoop(Vertx vertx, Context context) implements ChannelLoop {

    @Override
    public void execute(Runnable step) {
        context.runOnContext(now -> step.run());
    }

    @Override
    public void after(Duration wait, Runnable step) {
        vertx.setTimer(Math.max(1, wait.toMillis()), timer -> execute(step));
    }
}
