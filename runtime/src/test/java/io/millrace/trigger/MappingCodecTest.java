package io.millrace.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MappingCodecTest {

    private final MappingCodec codec = new MappingCodec();
    private final Mapping mapping = new Mapping("14e0db71-5d35-4eb5-b481-8945cf9d10c2", "arn:aws:kinesis:us-east-1:000000000000:stream/s",
            new StreamId(7), "f", new Mapping.Options(10_000, Duration.ofSeconds(300), 0, true, false), StartingPosition.AT_TIMESTAMP,
            OptionalLong.of(1_700_000_000_123L), Map.of(new ShardId(0), Position.of(3, 4), new ShardId(9), Position.START),
            Mapping.Transition.DISABLING, 1_700_000_000_999L, Map.of("a", "b"));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(codec.decode(codec.encode(mapping))).isEqualTo(mapping);
        assertThat(MappingCodec.CLAIMS.codec().decode(MappingCodec.CLAIMS.codec().encode(mapping.uuid()))).isEqualTo(mapping.uuid());
    }

    @Test
    void anotherVersionAndBrokenBytesAreRefused() {
        byte[] bytes = codec.encode(mapping);
        byte[] newer = bytes.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> codec.decode(newer)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("version 2");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
