package io.millrace.video.playback.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElement;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElementVisitException;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import com.amazonaws.kinesisvideo.parser.mkv.visitors.CountVisitor;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadata;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadataVisitor;
import io.millrace.clock.ManualClock;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentTag;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Recording;
import io.millrace.video.stream.VideoStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.HLSFragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.HLSPlaybackMode;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;
import software.amazon.awssdk.services.kinesisvideomedia.model.StartSelectorType;

/** AWS's SDK asks, AWS's parser library reads what it gets. */
class AwsClientsTest {

    private static final String CAMERA = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -f lavfi -i sine=d=6:sample_rate=48000"
            + " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac";

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private PlaybackServer server;
    private Recording recording;
    private List<Fragment> fragments;
    private KinesisVideoMediaClient media;
    private KinesisVideoArchivedMediaClient archive;

    @BeforeEach
    void start() {
        assumeTrue(Ffmpeg.isInstalled());
        server = new PlaybackServer(clock, PlaybackSettings.defaults());
        VideoStream stream = server.create("camera", 24);
        recording = Recording.of(Ffmpeg.record(folder, CAMERA.split(" ")));
        fragments = recording.commitTo(server.store(), stream.id(), clock, new FragmentTag("door", "open"));
        media = KinesisVideoMediaClient.builder().endpointOverride(server.endpoint()).region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create()).httpClient(UrlConnectionHttpClient.create()).build();
        archive = KinesisVideoArchivedMediaClient.builder().endpointOverride(server.endpoint()).region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create()).httpClient(UrlConnectionHttpClient.create()).build();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            media.close();
            archive.close();
        }
    }

    /** What the library found: fragments in order, and how many blocks there were in all. */
    private record Read(List<FragmentMetadata> fragments, int blocks, Optional<String> token) {
    }

    /** Reads until so many clusters have ended, and the tags behind the last one. */
    private static Read read(InputStream in, int clusters, boolean hasTokens) throws MkvElementVisitException {
        StreamingMkvReader reader = StreamingMkvReader.createDefault(new InputStreamParserByteSource(in));
        FragmentMetadataVisitor visitor = FragmentMetadataVisitor.create();
        CountVisitor count = CountVisitor.create(MkvTypeInfos.CLUSTER, MkvTypeInfos.SIMPLEBLOCK);
        List<FragmentMetadata> found = new ArrayList<>();
        boolean isWhole = false;
        while (!isWhole && reader.mightHaveNext()) {
            Optional<MkvElement> element = reader.nextIfAvailable();
            if (element.isEmpty()) {
                continue;
            }
            element.get().accept(visitor);
            element.get().accept(count);
            visitor.getCurrentFragmentMetadata().filter(current -> found.stream().noneMatch(known -> known.getFragmentNumber()
                    .equals(current.getFragmentNumber()))).ifPresent(found::add);
            boolean isLast = found.size() == clusters && found.getLast().getContinuationToken().isPresent();
            isWhole = hasTokens && isLast;
        }
        return new Read(found, count.getCount(MkvTypeInfos.SIMPLEBLOCK), visitor.getContinuationToken());
    }

    @Test
    void theParserLibraryReadsGetMedia() throws MkvElementVisitException, IOException {
        Read read;
        try (var in = media.getMedia(call -> call.streamName("camera").startSelector(start -> start.startSelectorType(StartSelectorType.EARLIEST)))) {
            assertThat(in.response().contentType()).isEqualTo("video/webm");
            read = read(in, fragments.size(), true);
            in.abort();
        }
        assertThat(read.fragments()).extracting(FragmentMetadata::getFragmentNumberString).isEqualTo(fragments.stream()
                .map(fragment -> fragment.number().wire()).toList());
        assertThat(read.fragments()).extracting(FragmentMetadata::getServerSideTimestampMillis).isEqualTo(fragments.stream()
                .map(Fragment::serverTimeMillis).toList());
        assertThat(read.fragments()).extracting(FragmentMetadata::getProducerSideTimestampMillis).isEqualTo(fragments.stream()
                .map(Fragment::producerTimeMillis).toList());
        assertThat(read.blocks()).isEqualTo((int) (recording.frameCount(1) + recording.frameCount(2)));
        assertThat(read.token()).isPresent();
    }

    @Test
    void theParserLibraryReadsFragmentsOfAList() throws MkvElementVisitException, IOException {
        List<String> wanted = List.of(fragments.get(2).number().wire(), fragments.get(3).number().wire());
        try (InputStream in = archive.getMediaForFragmentList(call -> call.streamName("camera").fragments(wanted))) {
            Read read = read(in, wanted.size(), false);
            assertThat(read.fragments()).extracting(FragmentMetadata::getFragmentNumberString).isEqualTo(wanted);
            assertThat(read.blocks()).isEqualTo(recording.frames(2).size() + recording.frames(3).size());
        }
    }

    @Test
    void theSdkListsAndPlays() {
        Instant start = Instant.ofEpochMilli(fragments.getFirst().producerTimeMillis());
        Instant end = Instant.ofEpochMilli(clock.millis());
        assertThat(archive.listFragmentsPaginator(call -> call.streamName("camera").maxResults(2L).fragmentSelector(selector -> selector
                .fragmentSelectorType(FragmentSelectorType.PRODUCER_TIMESTAMP).timestampRange(range -> range.startTimestamp(start).endTimestamp(end))))
                .fragments()).extracting(fragment -> fragment.producerTimestamp().toEpochMilli())
                .isEqualTo(fragments.stream().map(Fragment::producerTimeMillis).toList());
        String url = archive.getHLSStreamingSessionURL(call -> call.streamName("camera").playbackMode(HLSPlaybackMode.ON_DEMAND)
                .maxMediaPlaylistFragmentResults(5_000L).hlsFragmentSelector(selector -> selector
                        .fragmentSelectorType(HLSFragmentSelectorType.PRODUCER_TIMESTAMP)
                        .timestampRange(range -> range.startTimestamp(start).endTimestamp(end)))).hlsStreamingSessionURL();
        assertThat(Ffmpeg.decodedFrames(url, "v")).isEqualTo(recording.frameCount(1));
    }

    @Test
    void theSdkKnowsOurFaults() {
        assertThatThrownBy(() -> archive.getHLSStreamingSessionURL(call -> call.streamName("nobody"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> archive.getClip(call -> call.streamName("camera").clipFragmentSelector(selector -> selector
                .fragmentSelectorType("SERVER_TIMESTAMP").timestampRange(range -> range.startTimestamp(Instant.EPOCH).endTimestamp(Instant.EPOCH)))))
                .isInstanceOf(InvalidArgumentException.class).hasMessageContaining("GetClip");
    }
}
