package io.millrace.video.api;

import io.millrace.access.PathRule;
import java.util.List;

/** How requests to the paths of video are let in. */
public final class VideoPaths {

    private static final String SERVICE = "kinesisvideo";

    /**
     * PutMedia's body is a stream of its own. What belongs to an HLS session is guarded by its token, and players on other sites may ask
     * for it. The page's files tell nothing; what the page asks for has to be signed. All other paths of a single word are operations.
     */
    public static final List<PathRule> RULES = List.of(PathRule.signedHead("/putMedia", SERVICE), PathRule.open("/hls/v1/[A-Za-z0-9.]+"),
            PathRule.open("/millrace/video(/[a-zA-Z.]+)?"), PathRule.signed("/[A-Za-z]+", SERVICE));

    private VideoPaths() {
    }
}
