package io.millrace.video.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stream.StreamId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VideoStreamCodecTest {

    private final VideoStreamCodec codec = new VideoStreamCodec();

    @Test
    void whatIsEncodedIsDecoded() {
        VideoStream full = new VideoStream(new StreamId(7), "gate", 1_700_000_000_001L, "V1", Optional.of("camera"), Optional.of("video/h264"),
                24, Map.of("k", "v", "l", "é"));
        VideoStream plain = new VideoStream(new StreamId(8), "g", 1, "V", Optional.empty(), Optional.empty(), 0, Map.of());
        assertThat(codec.decode(codec.encode(full))).isEqualTo(full);
        assertThat(codec.decode(codec.encode(plain))).isEqualTo(plain);
    }

    @Test
    void otherBytesAreRefused() {
        byte[] bytes = codec.encode(new VideoStream(new StreamId(8), "g", 1, "V", Optional.empty(), Optional.empty(), 0, Map.of()));
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(IllegalArgumentException.class);
        bytes[0] = 2;
        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
