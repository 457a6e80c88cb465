package io.millrace.video.playback.hls;

/** Where a session's parts are, as the service names them. Behind {@link #ROOT} each is reached with its token alone. */
public final class HlsPaths {

    /** Before every path of a session. */
    public static final String ROOT = "/hls/v1/";
    static final String MASTER_PLAYLIST = "getHLSMasterPlaylist.m3u8";
    static final String MEDIA_PLAYLIST = "getHLSMediaPlaylist.m3u8";
    static final String INIT_FRAGMENT = "getMP4InitFragment.mp4";
    static final String MEDIA_FRAGMENT = "getMP4MediaFragment.mp4";

    private HlsPaths() {
    }
}
