package io.millrace.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoThumbnailTest {

    @TempDir
    Path folder;

    private static KinesisEvent event(String json) {
        KinesisEvent.Record kinesis = new KinesisEvent.Record();
        kinesis.setData(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
        record.setKinesis(kinesis);
        KinesisEvent event = new KinesisEvent();
        event.setRecords(List.of(record));
        return event;
    }

    private static final String NOTICE = "{\"StreamName\":\"door\",\"FragmentNumber\":\"123\",\"More\":1}";

    @Test
    void aFragmentBecomesAJpeg() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")));
        Path video = folder.resolve("video.mkv");
        Process made = new ProcessBuilder("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=1", "-c:v", "libx264",
                "-preset", "ultrafast", video.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        Map<FragmentNotice, byte[]> pictures = new HashMap<>();
        InputStream media = Files.newInputStream(video);
        assertThat(new VideoThumbnail(fragment -> media, pictures::put).handleRequest(event(NOTICE), null)).containsEntry("pictures", 1);
        byte[] picture = pictures.get(new FragmentNotice("door", "123"));
        assertThat(picture).startsWith(0xff, 0xd8, 0xff).hasSizeGreaterThan(1_000);
    }

    @Test
    void whatCannotBeDecodedFailsTheBatch() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")));
        VideoThumbnail function = new VideoThumbnail(fragment -> new ByteArrayInputStream(new byte[100]), (fragment, jpeg) -> { });
        assertThatThrownBy(() -> function.handleRequest(event(NOTICE), null)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("ffmpeg");
    }

    @Test
    void whatIsNoNotificationFailsTheBatch() {
        VideoThumbnail function = new VideoThumbnail(fragment -> InputStream.nullInputStream(), (fragment, jpeg) -> { });
        assertThatThrownBy(() -> function.handleRequest(event("{}"), null)).hasMessageContaining("notification");
        assertThatThrownBy(() -> function.handleRequest(event("no"), null)).hasMessageContaining("notification");
    }
}
