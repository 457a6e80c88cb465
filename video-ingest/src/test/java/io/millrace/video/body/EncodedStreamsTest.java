package io.millrace.video.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.video.ebml.ClusterReader;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.Frame;
import io.millrace.video.ebml.Track;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.Lacing;
import io.millrace.video.playback.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams made by ffmpeg and GStreamer, where they are installed, are taken whole: what is stored has as many frames, and decodes. */
class EncodedStreamsTest {

    private static final String PICTURES = "testsrc=size=320x240:rate=30:duration=4";
    private static final String SOUND = "sine=frequency=440:sample_rate=48000:duration=4";
    private static final Path GSTREAMER = Path.of("/usr/bin/gst-launch-1.0");
    private final IngestServer server = new IngestServer();
    @TempDir
    private Path folder;
    private int port;

    @BeforeEach
    void start() {
        port = server.start(IngestSettings.defaults());
        server.create("gate", 24);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> streams() {
        String[] pictures = {"-f", "lavfi", "-i", PICTURES};
        String[] sound = {"-f", "lavfi", "-i", SOUND};
        String[] avc = {"-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p"};
        return Stream.of(
                Arguments.of("H.264 and AAC", 4, join(pictures, sound, avc, new String[] {"-c:a", "aac"})),
                Arguments.of("H.265", 4, join(pictures, new String[] {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                        "keyint=30:min-keyint=30:log-level=none"})),
                Arguments.of("audio only", 1, join(sound, new String[] {"-c:a", "aac"})),
                Arguments.of("variable frame rate", 2, join(pictures, avc, new String[] {"-vf", "select='not(mod(n,3))+lt(n,40)'",
                        "-fps_mode", "vfr"})),
                Arguments.of("B-frames and open groups", 2, join(pictures, new String[] {"-c:v", "libx264", "-g", "30", "-bf", "3",
                        "-x264-params", "open-gop=1", "-pix_fmt", "yuv420p"})),
                Arguments.of("three tracks", 4, join(pictures, sound, sound, avc, new String[] {"-map", "0", "-map", "1", "-map", "2",
                        "-c:a:0", "aac", "-c:a:1", "libopus"})),
                Arguments.of("4K", 1, join(new String[] {"-f", "lavfi", "-i", "testsrc=size=3840x2160:rate=10:duration=2"}, avc)));
    }

    private static String[] join(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void whatFfmpegMakesIsTakenWhole(String name, int fragmentsLeast, String[] arguments) throws Exception {
        assumeThat(Ffmpeg.isInstalled()).isTrue();
        takenWhole(Ffmpeg.record(folder, arguments), fragmentsLeast);
    }

    @Test
    void whatGstreamerMakesIsTakenWhole() throws Exception {
        assumeThat(Ffmpeg.isInstalled() && Files.isExecutable(GSTREAMER)).isTrue();
        Path file = folder.resolve("gstreamer.mkv");
        Process gstreamer = new ProcessBuilder((GSTREAMER + " -q videotestsrc num-buffers=90 ! video/x-raw,width=320,height=240,framerate=30/1"
                + " ! vp8enc keyframe-max-dist=30 deadline=1 ! queue ! matroskamux name=mux streamable=true ! filesink location=" + file
                + " audiotestsrc num-buffers=130 ! audioconvert ! vorbisenc ! queue ! mux.").split(" ")).inheritIO().start();
        assertThat(gstreamer.waitFor()).isZero();
        takenWhole(Files.readAllBytes(file), 2);
    }

    @ParameterizedTest
    @EnumSource(Lacing.class)
    void whatIsLacedIsTakenWhole(Lacing lacing) throws Exception {
        assumeThat(Ffmpeg.isInstalled()).isTrue();
        Recording laced = lacing.of(Recording.of(Ffmpeg.record(folder, join(new String[] {"-f", "lavfi", "-i", PICTURES, "-f", "lavfi", "-i", SOUND},
                new String[] {"-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac"}))), 2);
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        document.writeBytes(laced.head().documentStart());
        laced.clusters().forEach(cluster -> document.writeBytes(ElementWriter.element(ElementId.CLUSTER, cluster)));
        takenWhole(document.toByteArray(), 4);
    }

    private void takenWhole(byte[] recorded, int fragmentsLeast) throws Exception {
        try (Producer producer = Producer.absolute(port, "gate")) {
            List<String> acks = producer.send(recorded).end().acks();
            assertThat(acks).noneMatch(ack -> ack.contains("ERROR"));
            assertThat(acks.stream().filter(ack -> ack.contains("PERSISTED"))).hasSizeGreaterThanOrEqualTo(fragmentsLeast);
        }
        List<Fragment> fragments = server.fragments("gate");
        Path sent = Files.write(folder.resolve("sent.mkv"), recorded);
        Path stored = stored(fragments);
        Ffmpeg.decode(stored.toString());
        int video = 0;
        int audio = 0;
        for (Track track : fragments.getFirst().head().tracks()) {
            String selector = track.kind() == Track.Kind.VIDEO ? "v:" + video++ : "a:" + audio++;
            assertThat(Ffmpeg.decodedFrames(stored.toString(), selector)).isPositive()
                    .isEqualTo(Ffmpeg.decodedFrames(sent.toString(), selector));
            assertThat(framesOf(fragments, track)).isPositive();
        }
        for (int next = 1; next < fragments.size(); next++) {
            Fragment before = fragments.get(next - 1);
            assertThat(before.producerTimeMillis() + before.durationMillis()).as("a fragment lasts until about the next one")
                    .isBetween(fragments.get(next).producerTimeMillis() - 100, fragments.get(next).producerTimeMillis() + 200);
        }
    }

    private long framesOf(List<Fragment> fragments, Track track) throws EbmlException {
        long frames = 0;
        for (Fragment fragment : fragments) {
            frames += ClusterReader.frames(server.content("gate", fragment)).stream().map(Frame::track)
                    .filter(number -> number == track.number()).count();
        }
        return frames;
    }

    /** The fragments as one document again. */
    private Path stored(List<Fragment> fragments) throws IOException {
        Path file = folder.resolve("stored.mkv");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(fragments.getFirst().head().documentStart());
            for (Fragment fragment : fragments) {
                out.write(ElementWriter.element(ElementId.CLUSTER, server.content("gate", fragment)));
            }
        }
        return file;
    }
}
