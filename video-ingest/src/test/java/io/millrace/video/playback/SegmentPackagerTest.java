package io.millrace.video.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StreamId;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.mp4.InitSegment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that ffmpeg made, packaged, and decoded again by ffmpeg: every frame, and no complaint. */
class SegmentPackagerTest {

    private static final StreamId STREAM = new StreamId(7);

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryFragmentStore store = new MemoryFragmentStore(clock);

    @BeforeEach
    void open() {
        assumeTrue(Ffmpeg.isInstalled());
        Waiting.on(store.create(STREAM));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** One file of one track: its initialization segment and all its media segments. */
    private Path packaged(Recording recording, int track) throws IOException {
        List<Fragment> fragments = recording.commitTo(store, STREAM, clock);
        PlayableTrack playable = PlayableTracks.of(recording.head()).all().get(track);
        Path file = folder.resolve("track" + track + ".mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(InitSegment.of(playable.format()));
            for (int i = 0; i < fragments.size(); i++) {
                OptionalLong next = i + 1 < fragments.size() ? OptionalLong.of(fragments.get(i + 1).producerTimeMillis()) : OptionalLong.empty();
                SegmentPackager segment = SegmentPackager.of(Waiting.on(store.open(STREAM, fragments.get(i).number())).orElseThrow(), playable,
                        fragments.get(i).producerTimeMillis(), next);
                long[] written = new long[1];
                segment.writeTo(pieces -> written[0] += copy(pieces[0], out));
                assertThat(written[0]).isEqualTo(segment.lengthBytes());
            }
        } catch (MediaSink.ViewerGone gone) {
            throw new AssertionError(gone);
        }
        return file;
    }

    private static int copy(ByteBuffer bytes, OutputStream out) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        try {
            out.write(copy);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return copy.length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-bf 0", "-bf 3 -b_strategy 0", "-bf 2 -x264opts open-gop=1:keyint=25:min-keyint=25", "-bf 2 -vsync vfr -vf select='mod(n\\,3)'"})
    void h264DecodesToTheSameFrames(String coding) throws IOException {
        Recording recording = Recording.of(Ffmpeg.record(folder, ("-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -preset ultrafast -g 25 "
                + "-pix_fmt yuv420p " + coding.replace("'", "")).split(" ")));
        assertThat(recording.clusters().size()).isGreaterThan(3);
        String file = packaged(recording, 0).toString();
        assertThat(Ffmpeg.decodedFrames(file, "v")).isEqualTo(recording.frameCount(1));
        Ffmpeg.decode(file);
    }

    @Test
    void h265IsHvc1() throws IOException {
        Recording recording = Recording.of(Ffmpeg.record(folder, ("-f lavfi -i testsrc2=s=320x180:r=25:d=4 -c:v libx265 -preset ultrafast "
                + "-x265-params log-level=none:keyint=25:bframes=2 -pix_fmt yuv420p").split(" ")));
        String file = packaged(recording, 0).toString();
        assertThat(Ffmpeg.probe("-show_entries", "stream=codec_tag_string,width,height", "-of", "csv=p=0", file).strip()).isEqualTo("hvc1,320,180");
        assertThat(Ffmpeg.decodedFrames(file, "v")).isEqualTo(recording.frameCount(1));
        Ffmpeg.decode(file);
        assertThat(PlayableTracks.of(recording.head()).video().orElseThrow().format().codecs()).matches("hvc1\\.1\\.6\\.L\\d+\\.90");
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 44_100, 48_000})
    void soundBesidePicturesIsWhole(int frequency) throws IOException {
        Recording recording = Recording.of(Ffmpeg.record(folder, ("-f lavfi -i testsrc2=s=160x90:r=25:d=5 -f lavfi -i sine=d=5:sample_rate=" + frequency
                + " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac").split(" ")));
        String pictures = packaged(recording, 0).toString();
        assertThat(Ffmpeg.decodedFrames(pictures, "v")).isEqualTo(125);
        Ffmpeg.decode(pictures);
        String sound = packaged(recording, 1).toString();
        assertThat(Ffmpeg.decodedFrames(sound, "a")).isEqualTo(recording.frameCount(2));
        Ffmpeg.decode(sound);
        assertThat(Ffmpeg.probe("-show_entries", "stream=codec_tag_string,sample_rate", "-of", "csv=p=0", sound).strip())
                .isEqualTo("mp4a," + frequency);
    }
}
