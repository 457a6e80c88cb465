package io.millrace.access.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A request whose body has been verified: everything is the received one's but the body, which comes again, and what tells of its form. */
final class VerifiedRequest extends HttpServerRequestWrapper {

    private static final String CONTENT_LENGTH = "Content-Length", CONTENT_ENCODING = "Content-Encoding", TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String CHUNKED = "aws-chunked";

    private final BodyReplay replay;
    private final VerifiedBody body;
    private final MultiMap headers;

    VerifiedRequest(HttpServerRequest received, Context loop, VerifiedBody body) {
        super((HttpServerRequestInternal) received);
        this.replay = new BodyReplay(loop, body);
        this.body = body;
        this.headers = BodyIntake.contentLength(received) == body.length() ? received.headers() : withLength(received.headers(), body.length());
    }

    private static MultiMap withLength(MultiMap received, long length) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(received).remove(TRANSFER_ENCODING).set(CONTENT_LENGTH, Long.toString(length));
        List<String> encodings = headers.getAll(CONTENT_ENCODING);
        if (!encodings.isEmpty()) {
            String left = encodings.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                    .filter(encoding -> !encoding.equalsIgnoreCase(CHUNKED)).collect(Collectors.joining(","));
            headers.remove(CONTENT_ENCODING);
            if (!left.isEmpty()) {
                headers.add(CONTENT_ENCODING, left);
            }
        }
        return headers;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public HttpServerRequest handler(Handler<Buffer> handler) {
        replay.handler(handler);
        return this;
    }

    @Override
    public HttpServerRequest endHandler(Handler<Void> handler) {
        replay.endHandler(handler);
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
        replay.exceptionHandler(handler);
        return this;
    }

    @Override
    public HttpServerRequest pause() {
        replay.pause();
        return this;
    }

    @Override
    public HttpServerRequest resume() {
        replay.resume();
        return this;
    }

    @Override
    public HttpServerRequest fetch(long parts) {
        replay.fetch(parts);
        return this;
    }

    @Override
    public boolean isEnded() {
        return replay.isEnded();
    }

    @Override
    public long bytesRead() {
        return body.length();
    }

    @Override
    public Future<Void> end() {
        return replay.over().future();
    }

    @Override
    public Future<Buffer> body() {
        Buffer whole = Buffer.buffer();
        replay.handler(whole::appendBuffer);
        return replay.over().future().map(whole);
    }
}
