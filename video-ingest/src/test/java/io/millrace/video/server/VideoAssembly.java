package io.millrace.video.server;

import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.control.ControlApi;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.stream.VideoStreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the server's assembly does in the deployable, in memory. */
@Singleton
public class VideoAssembly {

    /** So many streams there may be. */
    public static final int STREAMS_MAX = 300;
    public static final Identity IDENTITY = new Identity("000000000000", "us-east-1");

    @Produces
    @Singleton
    FragmentStore store() {
        return new MemoryFragmentStore(Clock.SYSTEM);
    }

    @Produces
    @Singleton
    VideoStreams streams(FragmentStore store) {
        return new VideoStreams(new MemoryCatalog(), store, Clock.SYSTEM, STREAMS_MAX);
    }

    @Produces
    @Singleton
    StreamLookup lookup(VideoStreams streams) {
        return new StreamLookup(streams, IDENTITY);
    }

    @Produces
    @Singleton
    ControlApi control(VideoStreams streams, StreamLookup lookup) {
        return new ControlApi(streams, lookup);
    }
}
