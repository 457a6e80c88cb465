package io.millrace.bench.client;

import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlHandler;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.ebml.ElementId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLongArray;

/** One GetMedia connection, on the thread that runs it: notes when the first frame of each fragment came. */
public final class MediaReader implements Runnable {

    private static final int READ_BYTES = 64 * 1024, LENGTH_MAX = 8;

    private final URI server;
    private final String stream;
    private final AtomicLongArray seenNanos;

    /** @param seenNanos gets {@link System#nanoTime} by the fragments' timecodes */
    public MediaReader(URI server, String stream, AtomicLongArray seenNanos) {
        this.server = server;
        this.stream = stream;
        this.seenNanos = seenNanos;
    }

    /** Reads until the last of the fragments has come. */
    @Override
    public void run() {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/getMedia")).POST(HttpRequest.BodyPublishers.ofString(
                "{\"StreamName\":\"" + stream + "\",\"StartSelector\":{\"StartSelectorType\":\"EARLIEST\"}}")).build();
        EbmlParser parser = new EbmlParser(new Timer(), EbmlLimits.defaults());
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream in = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            byte[] bytes = new byte[READ_BYTES];
            while (seenNanos.get(seenNanos.length() - 1) == 0) {
                int length = in.read(bytes);
                if (length < 0) {
                    throw new IllegalStateException("GetMedia ended");
                }
                parser.feed(bytes, 0, length);
            }
        } catch (IOException | EbmlException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Timer implements EbmlHandler {

        private int fragment;
        private boolean isFirst;

        @Override
        public void value(int id, byte[] bytes) {
            if (id == ElementId.TIMESTAMP) {
                fragment = 0;
                for (int i = Math.max(0, bytes.length - LENGTH_MAX); i < bytes.length; i++) {
                    fragment = fragment << Byte.SIZE | bytes[i] & 0xff;
                }
                isFirst = true;
            }
        }

        @Override
        public void beginBlock(int id, long size) {
            if (isFirst) {
                seenNanos.compareAndSet(fragment, 0, System.nanoTime());
                isFirst = false;
            }
        }
    }
}
