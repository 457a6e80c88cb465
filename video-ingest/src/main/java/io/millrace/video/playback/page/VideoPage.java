package io.millrace.video.playback.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The page's files and their routes. They tell nothing of any stream, so that anybody may read them. */
public final class VideoPage {

    /** Where the page is; its parts are below. */
    public static final String PATH = "/millrace/video";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    /** Scripts of our own only; players feed video elements from memory. */
    private static final String POLICY = "default-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'";
    private static final int ETAG_BYTES = 12;
    /** Read when the class is initialised, which for the native executable is when it is built. */
    private static final List<Part> PARTS = List.of(Part.read("", "index.html", "text/html; charset=utf-8"),
            Part.read("/style.css", "style.css", "text/css; charset=utf-8"), Part.read("/page.js", "page.js", SCRIPT),
            Part.read("/signing.js", "signing.js", SCRIPT), Part.read("/hls.min.js", "hls.min.js", SCRIPT),
            Part.read("/hls.LICENSE.txt", "hls.LICENSE.txt", "text/plain; charset=utf-8"));

    private VideoPage() {
    }

    /** Adds the routes. */
    public static void mount(Router router, int order) {
        for (Part part : PARTS) {
            router.route(HttpMethod.GET, PATH + part.path()).order(order).handler(context -> part.send(context.request().getHeader("If-None-Match"),
                    context.response()));
        }
    }

    private record Part(String path, String type, byte[] content, String tag) {

        private static final int NOT_MODIFIED = 304;

        /** A part that is missing is a defect of the program. */
        static Part read(String path, String resource, String type) {
            try (InputStream in = VideoPage.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + resource);
                }
                byte[] bytes = in.readAllBytes();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Part(path, type, bytes, '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void send(String knownTag, HttpServerResponse response) {
            response.putHeader("ETag", tag).putHeader("Cache-Control", "no-cache").putHeader("Content-Security-Policy", POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
            if (tag.equals(knownTag)) {
                response.setStatusCode(NOT_MODIFIED).end();
            } else {
                response.putHeader("Content-Type", type).end(Buffer.buffer(content));
            }
        }
    }
}
