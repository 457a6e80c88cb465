package io.millrace.firehose.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.stream.Position;
import io.millrace.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Delivery streams as the catalog keeps them. */
class DeliveryStreamCodecTest {

    private final DeliveryStreamCodec codec = new DeliveryStreamCodec();

    @Provide
    Arbitrary<DeliveryStream> deliveryStreams() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(10).map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        Arbitrary<Object> leaves = Arbitraries.oneOf(texts.asGeneric(), Arbitraries.longs().asGeneric(), Arbitraries.doubles().asGeneric(), Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> nested = Arbitraries.oneOf(leaves, leaves.list().ofMaxSize(3).asGeneric(), Arbitraries.maps(texts, leaves).ofMaxSize(3).asGeneric());
        Arbitrary<ConfigTree> trees = Arbitraries.maps(texts, nested).ofMaxSize(4).map(ConfigTree::new);
        Arbitrary<DeliveryStream.Source> puts = Arbitraries.integers().between(0, 100).map(DeliveryStream.DirectPut::new);
        Arbitrary<DeliveryStream.Source> streams = Combinators.combine(texts, texts, Arbitraries.longs(), Arbitraries.longs().between(1, 99),
                Arbitraries.maps(Arbitraries.integers().between(0, 99), Arbitraries.longs().between(0, 1_000).map(Position::new)).ofMaxSize(3))
                .as((arn, role, at, id, start) -> new DeliveryStream.KinesisSource(arn, role, at, new StreamId(id), start));
        Arbitrary<DeliveryStream.Encryption> encryptions = Combinators.combine(Arbitraries.of(true, false), texts.optional(), texts.optional()).as(DeliveryStream.Encryption::new);
        return Combinators.combine(Arbitraries.longs().between(1, Long.MAX_VALUE), texts, Arbitraries.oneOf(puts, streams), Arbitraries.of(DestinationKind.values()), trees,
                encryptions, Arbitraries.maps(texts, texts).ofMaxSize(3), Arbitraries.of(true, false)).as((id, name, source, kind, tree, encryption, tags, deleting) ->
                        new DeliveryStream(new StreamId(id), name, id, id / 2, id / 3, source, kind, tree, encryption, tags, deleting));
    }

    @Property(tries = 500)
    void deliveryStreamsComeBack(@ForAll("deliveryStreams") DeliveryStream stream) {
        assertThat(codec.decode(codec.encode(stream))).isEqualTo(stream);
    }

    @Property(tries = 500)
    void aCutOrMoreIsRefused(@ForAll("deliveryStreams") DeliveryStream stream, @ForAll @IntRange(min = 0, max = 10_000) int at) {
        byte[] bytes = codec.encode(stream);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, at % bytes.length))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 1_000)
    void aChangedByteEndsInARefusalOrADeliveryStream(@ForAll("deliveryStreams") DeliveryStream stream, @ForAll @IntRange(min = 0, max = 10_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] bytes = codec.encode(stream);
        bytes[at % bytes.length] ^= (byte) change;
        try {
            assertThat(codec.decode(bytes).tags()).isInstanceOf(Map.class);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
