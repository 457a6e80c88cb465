package io.millrace.firehose.deliver;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer's body if it is no longer than it may be; a longer one is empty, and its connection is closed. */
final class BoundedBody implements BodySubscriber<Optional<byte[]>> {

    private final int bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private volatile Flow.Subscription subscription;
    private volatile boolean cancelled;

    BoundedBody(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Closes the connection. Any thread. */
    void cancel() {
        cancelled = true;
        Flow.Subscription subscribed = subscription;
        if (subscribed != null) {
            subscribed.cancel();
        }
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        subscription = subscribed;
        if (cancelled) {
            subscribed.cancel();
        } else {
            subscribed.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            if (bytes.size() + item.remaining() > bytesMax) {
                subscription.cancel();
                body.complete(Optional.empty());
                return;
            }
            byte[] piece = new byte[item.remaining()];
            item.get(piece);
            bytes.writeBytes(piece);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(Optional.of(bytes.toByteArray()));
    }
}
