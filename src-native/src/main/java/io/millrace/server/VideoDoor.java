package io.millrace.server;

import io.millrace.video.playback.page.VideoPage;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The paths of video whose bodies or replies are longer than memory, and the page. Behind the front door. */
@Singleton
final class VideoDoor {

    private static final String PUT_MEDIA = "/putMedia";
    private static final int BEHIND_THE_GUARD = -1_000;

    private Router router;
    private Video video;

    /** Before the port opens. */
    synchronized void leadTo(Video opened) {
        video = opened;
        mount();
    }

    synchronized void route(@Observes Router routes) {
        router = routes;
        mount();
    }

    /** Which of the two is there first is Quarkus's affair. */
    private void mount() {
        if (router != null && video != null) {
            router.route(HttpMethod.POST, PUT_MEDIA).order(BEHIND_THE_GUARD).handler(context -> video.ingest().handle(context.request()));
            video.playback().mount(router, BEHIND_THE_GUARD);
            video.notifications().mount(router, BEHIND_THE_GUARD, video.playback().exchanges());
            VideoPage.mount(router, BEHIND_THE_GUARD);
        }
    }
}
