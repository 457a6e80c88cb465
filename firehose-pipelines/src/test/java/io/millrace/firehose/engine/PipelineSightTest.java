package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.deliver.Receipt;
import io.millrace.firehose.transform.HandInvoker;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is seen of a delivery stream, and what a short disk does to it. */
class PipelineSightTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void recordsOfASourceStreamAreCountedWhenTheyAreRead() {
        OnePipeline pipeline = OnePipeline.reading(Trees.s3(), null);
        pipeline.produce("one", "three");
        assertThat(pipeline.metric("in.records")).isEqualTo(2);
        assertThat(pipeline.metric("in.bytes")).isEqualTo(8);
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).containsExactly("onethree");
        assertThat(pipeline.metric("in.records")).isEqualTo(2);
    }

    @Test
    void putsAreCountedOnce() {
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, Trees.s3(), null);
        pipeline.put("one", "three");
        pipeline.pass(SECOND);
        assertThat(pipeline.metric("in.records")).isEqualTo(2);
        assertThat(pipeline.metric("in.bytes")).isEqualTo(8);
    }

    @Test
    void theAgeOfTheOldestDoesNotGrowWhileThingsAreDelivered() {
        HandInvoker invoker = new HandInvoker(event -> "{\"records\":[]}");
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, Trees.s3().with("ProcessingConfiguration", Trees.processing(Trees.function("BufferIntervalInSeconds", "10"))), invoker);
        double oldest = 0;
        for (int i = 0; i < 60; i++) {
            pipeline.put("record " + i);
            pipeline.pass(SECOND);
            oldest = Math.max(oldest, pipeline.metric("undelivered.age"));
        }
        assertThat(invoker.events).hasSizeGreaterThan(4);
        assertThat(oldest).as("the function's 10 s, its retries, and the buffer's second").isBetween(9.0, 15.0);
    }

    @Test
    void theAgeIsThatOfWhatCannotBeDelivered() {
        OnePipeline pipeline = OnePipeline.reading(Trees.s3(), null);
        assertThat(pipeline.metric("undelivered.age")).isZero();
        for (int i = 0; i < 20; i++) {
            pipeline.answers.add(new Receipt.Retryable("Down", "down", Optional.of(Duration.ofSeconds(2))));
        }
        pipeline.produce("one");
        pipeline.pass(Duration.ofSeconds(30));
        pipeline.produce("two");
        assertThat(pipeline.metric("undelivered.age")).isBetween(29.0, 30.0);
        pipeline.answers.clear();
        pipeline.pass(Duration.ofMinutes(2));
        assertThat(pipeline.texts("data")).containsExactlyInAnyOrder("one", "two");
        assertThat(pipeline.metric("undelivered.age")).isZero();
    }

    @Test
    void aSourceStreamIsNotReadOnWhileTheDiskIsShort() {
        OnePipeline pipeline = OnePipeline.reading(Trees.s3(), null);
        pipeline.usableBytes = -1;
        pipeline.pass(SECOND);
        // the read that waited already comes to its end
        pipeline.produce("one");
        pipeline.produce("two");
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(pipeline.texts("data")).containsExactly("one");
        pipeline.usableBytes = Long.MAX_VALUE;
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(pipeline.texts("data")).containsExactly("one", "two");
    }
}
