package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.ServerProcess.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 under twenty cameras: every fragment that was told PERSISTED reads back after the restart as it was sent, and nothing is listed
 * that is not whole. {@code -Dmillrace.crash.rounds=…} for a long run, {@code -Dmillrace.crash.seed=…} for the moments of an earlier one.
 */
class VideoCrashST {

    private static final int ROUNDS = Integer.getInteger("millrace.crash.rounds", 5);
    private static final int CAMERAS = 20, MILLIS_AFTER_READY_MAX = 3_000;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30), VERIFY = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("millrace.crash.seed", ThreadLocalRandom.current().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void whatIsPersistedReadsBackAndNothingElseIsListed() throws InterruptedException {
        System.out.println("VideoCrashST: " + ROUNDS + " rounds, seed " + seed);
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data"));
        ServerProcess server = ServerProcess.start(launch).awaitReady(READY);
        try {
            VideoArchive archive = new VideoArchive(server.endpoint());
            for (int camera = 0; camera < CAMERAS; camera++) {
                archive.create(Cameras.stream(camera), 24);
            }
            Cameras cameras = Cameras.start(server.port(), CAMERAS);
            for (int round = 0; round < ROUNDS; round++) {
                LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(MILLIS_AFTER_READY_MAX)).toNanos());
                server.killAll();
                server = ServerProcess.start(launch).awaitReady(READY);
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            cameras.stop();
            for (int camera = 0; camera < CAMERAS; camera++) {
                judge(archive, cameras, camera);
            }
            assertThat(server.terminate(STOP)).isZero();
        } finally {
            server.close();
        }
        CommandResult verify = ServerProcess.run(launch, VERIFY, "verify", launch.data().toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
    }

    private void judge(VideoArchive archive, Cameras cameras, int camera) {
        String stream = Cameras.stream(camera);
        Set<Long> persisted = cameras.persisted(camera);
        assertThat(persisted).as("%s was told nothing, seed %d", stream, seed).hasSizeGreaterThan(ROUNDS);
        Map<String, Long> listed = archive.list(stream);
        Set<Long> numbers = new HashSet<>(listed.values());
        assertThat(numbers).as("%s, seed %d: persisted and listed", stream, seed).containsAll(persisted);
        assertThat(listed.values()).as("%s, seed %d: listed and never sent", stream, seed)
                .allMatch(number -> number < cameras.next(camera));
        List<byte[]> contents = archive.contents(stream, new ArrayList<>(listed.keySet()));
        assertThat(contents).hasSize(listed.size());
        int at = 0;
        for (long number : listed.values()) {
            assertThat(contents.get(at++)).as("%s, seed %d: content of %d", stream, seed, number).isEqualTo(Cameras.expected(camera, number));
        }
    }
}
