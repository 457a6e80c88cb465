package io.millrace.video.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.services.kinesisvideo.AmazonKinesisVideoPutMedia;
import com.amazonaws.services.kinesisvideo.AmazonKinesisVideoPutMediaClientBuilder;
import com.amazonaws.services.kinesisvideo.PutMediaAckResponseHandler;
import com.amazonaws.services.kinesisvideo.model.AckErrorCode;
import com.amazonaws.services.kinesisvideo.model.AckEvent;
import com.amazonaws.services.kinesisvideo.model.AckEventType;
import com.amazonaws.services.kinesisvideo.model.FragmentTimecodeType;
import com.amazonaws.services.kinesisvideo.model.PutMediaRequest;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.Heads;
import io.millrace.video.ingest.Matroska;
import java.io.ByteArrayInputStream;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS's own Java client of PutMedia: absolute-form target, raw body, time as ISO 8601. */
class AwsClientTest {

    private final IngestServer server = new IngestServer();
    private AmazonKinesisVideoPutMedia client;

    @BeforeEach
    void start() {
        int port = server.start(IngestSettings.defaults());
        server.create("gate", 24);
        client = AmazonKinesisVideoPutMediaClientBuilder.standard().withRegion("us-east-1").withEndpoint("http://127.0.0.1:" + port)
                .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("any", "any"))).withNumberOfThreads(1).build();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private List<AckEvent> put(byte[] document) throws Exception {
        ConcurrentLinkedQueue<AckEvent> acks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        client.putMedia(new PutMediaRequest().withStreamName("gate").withFragmentTimecodeType(FragmentTimecodeType.RELATIVE)
                .withProducerStartTimestamp(new Date(1_700_000_000_000L)).withPayload(new ByteArrayInputStream(document)),
                new PutMediaAckResponseHandler() {
                    @Override
                    public void onAckEvent(AckEvent event) {
                        acks.add(event);
                    }

                    @Override
                    public void onComplete() {
                        done.complete(null);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        done.completeExceptionally(failure);
                    }
                });
        done.get(30, TimeUnit.SECONDS);
        return List.copyOf(acks);
    }

    @Test
    void everyFragmentIsAcknowledged() throws Exception {
        List<AckEvent> acks = put(Matroska.document(3, 50_000));
        List<Fragment> fragments = server.fragments("gate");
        assertThat(fragments).extracting(Fragment::producerTimeMillis)
                .containsExactly(1_700_000_000_000L, 1_700_000_001_000L, 1_700_000_002_000L);
        for (Fragment fragment : fragments) {
            assertThat(acks).filteredOn(ack -> fragment.number().wire().equals(ack.getFragmentNumber()))
                    .extracting(ack -> ack.getAckEventType().getEnumValue())
                    .containsExactly(AckEventType.Values.BUFFERING, AckEventType.Values.RECEIVED, AckEventType.Values.PERSISTED);
        }
        assertThat(acks).extracting(AckEvent::getFragmentTimecode).containsOnly(0L, 1000L, 2000L);
    }

    @Test
    void whatIsWrongIsUnderstood() throws Exception {
        List<AckEvent> acks = put(Heads.join(Matroska.head(1), Matroska.cluster(0, Matroska.block(1, 0, 10)), new byte[100]));
        AckEvent last = acks.getLast();
        assertThat(last.getAckEventType().getEnumValue()).isEqualTo(AckEventType.Values.ERROR);
        assertThat(last.getErrorId()).isEqualTo(4006);
        assertThat(last.getErrorCode().getEnumValue()).isEqualTo(AckErrorCode.Values.INVALID_MKV_DATA);
    }
}
