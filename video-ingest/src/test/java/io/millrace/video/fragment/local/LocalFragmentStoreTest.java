package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.disk.FileDisk;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.FragmentStoreContractTest;
import io.millrace.video.fragment.Heads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on files keeps the port's contract; groups and segments are small, so that there are several. */
class LocalFragmentStoreTest extends FragmentStoreContractTest {

    private static final FragmentSettings SMALL = new FragmentSettings(1000, 2, 3);
    private final Checkpoints checkpoints = new MemoryCheckpoints();
    @TempDir
    private Path directory;
    private int epoch;
    private LocalFragmentStore opened;

    @Override
    protected FragmentStore openStore() throws IOException {
        return open(List.of());
    }

    @Override
    protected FragmentStore restart() throws IOException {
        opened.close();
        return open(List.of(STREAM));
    }

    private FragmentStore open(List<StreamId> known) throws IOException {
        LogSettings log = LogSettings.defaults().withSegments(20_000, 1000, 4000);
        opened = LocalFragmentStore.open(directory.resolve("video"), ++epoch, known, new FileDisk(), clock, checkpoints, log, SMALL,
                LogThreads.start(log), new SimpleMeterRegistry());
        return opened;
    }

    @Test
    void manyStreamsAreRecoveredAtOnce() throws IOException {
        List<StreamId> streams = LongStream.rangeClosed(100, 140).mapToObj(StreamId::new).toList();
        for (StreamId stream : streams) {
            await(opened.create(stream));
            FragmentDraft draft = opened.begin(stream);
            byte[] content = bytes((int) stream.value(), 2500);
            draft.write(content, 0, content.length);
            await(draft.commit(stream.value(), 0, 0, Heads.video(1), List.of()));
        }
        opened.close();
        open(streams);
        for (StreamId stream : streams) {
            Fragment found = await(opened.latest(stream)).orElseThrow();
            assertThat(found.producerTimeMillis()).isEqualTo(stream.value());
            byte[] first = new byte[1000];
            await(await(opened.open(stream, found.number())).orElseThrow().read(0)).get(first);
            assertThat(first).isEqualTo(Arrays.copyOf(bytes((int) stream.value(), 2500), 1000));
        }
    }

    /** Those who watch live wait for no thread that reads files. */
    @Test
    void whatWasStoredLastIsThereAtOnce() throws IOException {
        FragmentNumber before = FragmentNumber.NONE;
        for (int i = 0; i < 20; i++) {
            FragmentDraft draft = opened.begin(STREAM);
            byte[] content = bytes(i, 2500);
            draft.write(content, 0, content.length);
            FragmentNumber number = await(draft.commit(i, 0, 0, Heads.video(1), List.of())).number();
            assertThat(done(opened.latest(STREAM)).orElseThrow().number()).isEqualTo(number);
            assertThat(done(opened.list(STREAM, FragmentRange.ALL, before, 10))).extracting(Fragment::number).containsExactly(number);
            FragmentContent stored = done(opened.open(STREAM, number)).orElseThrow();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (read.size() < content.length) {
                ByteBuffer piece = done(stored.read(read.size()));
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                read.writeBytes(copy);
            }
            assertThat(read.toByteArray()).isEqualTo(content);
            before = number;
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        opened.close();
    }
}
