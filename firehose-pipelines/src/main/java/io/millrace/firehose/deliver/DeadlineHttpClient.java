package io.millrace.firehose.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Ends requests that take too long by closing their connections. A blocking write to a peer that does not read has no timeout of its own,
 * and the SDK's would interrupt the thread that reads the spool.
 */
final class DeadlineHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;
    private final Duration timeout;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("firehose-s3-deadlines").factory());

    DeadlineHttpClient(SdkHttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Future<?> deadline = clock.schedule(prepared::abort, timeout.toMillis(), TimeUnit.MILLISECONDS);
                try {
                    return prepared.call();
                } catch (UncheckedIOException e) {
                    // As the interface has it, and as the SDK expects it of a connection that failed.
                    throw e.getCause();
                } finally {
                    deadline.cancel(false);
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        clock.shutdown();
        client.close();
    }
}
