package io.millrace.server;

import java.io.IOException;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.body.PutMediaHandler;
import io.millrace.video.control.ControlApi;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.local.LocalFragmentStore;
import io.millrace.video.notify.NotificationApi;
import io.millrace.video.notify.Notifier;
import io.millrace.video.playback.PlaybackRoutes;
import io.millrace.video.playback.hls.SessionKey;
import io.millrace.video.playback.hls.SessionTokens;
import io.millrace.video.stream.VideoRetention;
import io.millrace.video.stream.VideoStream;
import io.millrace.video.stream.VideoStreams;
import io.vertx.core.Vertx;

/** The video streams, their fragments, what writes and what reads them. */
record Video(VideoStreams streams, LocalFragmentStore store, ControlApi control, PutMediaHandler ingest, PlaybackRoutes playback, NotificationApi notifications) {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration RETENTION = Duration.ofSeconds(10);
    private static final String SESSION_KEY = "session.key";

    /** Recovers every stream's fragments; blocks until that is done. */
    static Video open(Storage storage, Streams records, LogSettings log, ServerSettings.Video settings, Identity identity, Vertx vertx, MeterRegistry meters,
            OpenRooms rooms) throws IOException {
        // video comes besides records, not in their place: half as much of it waits, and is kept in memory for those who watch live
        LogSettings own = log.withBudgets(log.queueBytesMax() / 2, log.tailBytesMax() / 2, log.freeBytesMin());
        LocalFragmentStore store = rooms.add("fragment store", LocalFragmentStore.open(storage.directory().video(), storage.catalog().epoch(),
                VideoStreams.known(storage.catalog()).stream().map(VideoStream::id).toList(), storage.disk(), Clock.SYSTEM,
                storage.checkpoints(), own, FragmentSettings.defaults(), LogThreads.start(own), meters));
        VideoStreams streams = new VideoStreams(storage.catalog(), store, Clock.SYSTEM, settings.streamsMax());
        StreamLookup lookup = new StreamLookup(streams, identity);
        SessionTokens tokens = new SessionTokens(SessionKey.at(storage.disk(), storage.directory().access().resolve(SESSION_KEY)));
        PlaybackRoutes playback = rooms.add("video playback",
                new PlaybackRoutes(lookup, store, tokens, Clock.SYSTEM, settings.playback().toRoom()));
        Upkeep upkeep = rooms.add("video upkeep", new Upkeep());
        upkeep.every(TICK, "idle video logs", store::tick);
        VideoRetention retention = new VideoRetention(store);
        upkeep.every(RETENTION, "video retention", () -> retention.step(Clock.SYSTEM.millis(), streams.list("", settings.streamsMax())));
        PutMediaHandler ingest = new PutMediaHandler(vertx, lookup, store, settings.ingest().toRoom(), Clock.SYSTEM, meters);
        rooms.add("video notifications", new Notifier(storage.catalog(), store, records.registry(), records.store(), storage.checkpoints(), meters));
        return new Video(streams, store, new ControlApi(streams, lookup), ingest, playback,
                new NotificationApi(lookup, store, records.registry(), storage.catalog()));
    }
}
