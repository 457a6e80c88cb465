package io.millrace.video.playback;

import io.millrace.clock.Clock;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.archive.ArchivedMedia;
import io.millrace.video.playback.hls.HlsPaths;
import io.millrace.video.playback.hls.HlsPlayback;
import io.millrace.video.playback.hls.SessionTokens;
import io.millrace.video.playback.http.ExchangeHandler;
import io.millrace.video.playback.media.GetMedia;
import io.millrace.video.playback.media.GetMediaForFragmentList;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The paths of reading video: the operations of Kinesis Video Media and Archived Media, and those of HLS sessions. */
public final class PlaybackRoutes implements AutoCloseable {

    /** Operations that are not built; the client is told which. */
    private static final Map<String, String> REFUSED = Map.of("/getDASHStreamingSessionURL", "GetDASHStreamingSessionURL",
            "/getClip", "GetClip", "/getImages", "GetImages");

    private final ExchangeHandler exchanges;
    private final Map<String, Operation> operations;
    private final HlsPlayback hls;

    private record Operation(String name, ExchangeHandler.Answer answer) {
    }

    public PlaybackRoutes(StreamLookup streams, FragmentStore store, SessionTokens tokens, Clock clock, PlaybackSettings settings) {
        exchanges = new ExchangeHandler(settings);
        hls = new HlsPlayback(streams, store, tokens, clock, settings.sharedBytesMax());
        operations = Map.of(
                "/getMedia", new Operation("GetMedia", new GetMedia(streams, store, settings)::answer),
                "/getMediaForFragmentList", new Operation("GetMediaForFragmentList", new GetMediaForFragmentList(streams, store)::answer),
                "/listFragments", new Operation("ListFragments", new ArchivedMedia(streams, store)::list),
                "/getHLSStreamingSessionURL", new Operation("GetHLSStreamingSessionURL", hls::openSession));
    }

    /**
     * Adds the routes.
     *
     * @param order of each, as the router has it
     */
    public void mount(Router router, int order) {
        operations.forEach((path, operation) -> router.route(HttpMethod.POST, path).order(order)
                .handler(context -> exchanges.handle(context.request(), operation.name(), operation.answer())));
        REFUSED.forEach((path, name) -> router.route(HttpMethod.POST, path).order(order)
                .handler(context -> exchanges.handle(context.request(), name, exchange -> {
                    throw VideoFault.INVALID_ARGUMENT.because(name + " is not supported by this server");
                })));
        router.route(HttpMethod.OPTIONS, HlsPaths.ROOT + "*").order(order).handler(PlaybackRoutes::preflight);
        router.route(HttpMethod.GET, HlsPaths.ROOT + ":part").order(order).handler(context -> exchanges.handle(context.request(), "HLS",
                exchange -> hls.answer(context.pathParam("part"), exchange)));
    }

    /** What answers requests here, for operations that other rooms of video have. */
    public ExchangeHandler exchanges() {
        return exchanges;
    }

    /** Players on other sites may ask for anything of a session: its token is what counts. */
    private static void preflight(RoutingContext context) {
        context.response().setStatusCode(204).putHeader("Access-Control-Allow-Origin", "*").putHeader("Access-Control-Allow-Methods", "GET")
                .putHeader("Access-Control-Allow-Headers", "*").putHeader("Access-Control-Max-Age", "86400").end();
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
