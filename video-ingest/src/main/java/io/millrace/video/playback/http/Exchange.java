package io.millrace.video.playback.http;

import io.millrace.video.playback.MediaSink;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request that is being answered. Its virtual thread's alone, but for {@link #closed}. */
public final class Exchange implements MediaSink {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final byte[] body;
    private final Duration writeWait;
    private final CompletableFuture<Void> closed;
    private boolean begun;

    Exchange(HttpServerRequest request, byte[] body, Duration writeWait, CompletableFuture<Void> closed) {
        this.request = request;
        this.response = request.response();
        this.body = body;
        this.writeWait = writeWait;
        this.closed = closed;
    }

    /** The request's body. */
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }

    /** A parameter of the URL. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    /** A header of the request. */
    public Optional<String> requestHeader(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** {@code https://host:port} as the client wrote it. */
    public String origin() {
        return request.scheme() + "://" + request.authority();
    }

    /** Completes when the connection ends or the reply is over. */
    public CompletionStage<Void> closed() {
        return closed;
    }

    /** Whether something of the reply may have been sent. */
    boolean isBegun() {
        return begun;
    }

    /** A header of the reply, before it is begun. */
    public Exchange header(String name, String value) {
        response.putHeader(name, value);
        return this;
    }

    /** A reply whose length is known. */
    public void begin(String contentType, long lengthBytes) {
        begun = true;
        response.putHeader("Content-Type", contentType).putHeader("Content-Length", Long.toString(lengthBytes));
    }

    /** A reply that lasts as long as it lasts; the client learns at once that it was accepted. */
    public void beginEndless(String contentType) throws ViewerGone {
        begun = true;
        response.putHeader("Content-Type", contentType).setChunked(true);
        write(ByteBuffer.allocate(0));
    }

    @Override
    public void write(ByteBuffer... bytes) throws ViewerGone {
        await(response.write(BufferImpl.buffer(Unpooled.wrappedBuffer(bytes))).toCompletionStage());
    }

    /** The last bytes; with them the reply is whole. */
    public void end(ByteBuffer... bytes) throws ViewerGone {
        await(response.end(BufferImpl.buffer(Unpooled.wrappedBuffer(bytes))).toCompletionStage());
    }

    /** The reply is whole. */
    public void end() throws ViewerGone {
        await(response.end().toCompletionStage());
    }

    /** A small reply. */
    public void reply(int status, String contentType, byte[] content) throws ViewerGone {
        response.setStatusCode(status);
        begin(contentType, content.length);
        end(ByteBuffer.wrap(content));
    }

    /** Ends the connection: what was begun cannot be made whole. */
    void abort() {
        response.reset();
    }

    private void await(CompletionStage<Void> sent) throws ViewerGone {
        try {
            sent.toCompletableFuture().get(writeWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new ViewerGone("the client does not read");
        } catch (ExecutionException gone) {
            throw new ViewerGone("the connection is closed");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ViewerGone("the server is stopping");
        }
    }
}
