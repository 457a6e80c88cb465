package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.ServerProcess.CommandResult;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 under twenty cameras: every fragment that was told PERSISTED reads back after the restart as it was sent, and nothing is listed
 * that is not whole. Two of them film; where ffmpeg is there to make and to judge it, all that is listed of these plays, picture by
 * picture. {@code -Dmillrace.crash.rounds=…} for a long run, {@code -Dmillrace.crash.seed=…} for the moments of an earlier one.
 */
class VideoCrashST {

    private static final int ROUNDS = Integer.getInteger("millrace.crash.rounds", 5);
    private static final int CAMERAS = 20, FILMING = 2, MILLIS_AFTER_READY_MAX = 3_000;
    /** Of one session: ffmpeg has a minute for it, and some of its versions complain of gaps of ten seconds. */
    private static final int PLAYED_SECONDS_MAX = 600, GAP_SECONDS_MAX = 9;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30), VERIFY = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("millrace.crash.seed", ThreadLocalRandom.current().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void whatIsPersistedReadsBackAndPlaysAndNothingElseIsListed() throws InterruptedException {
        System.out.println("VideoCrashST: " + ROUNDS + " rounds, seed " + seed);
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data"));
        ServerProcess server = ServerProcess.start(launch).awaitReady(READY);
        try {
            VideoArchive archive = new VideoArchive(server.endpoint());
            for (int camera = 0; camera < CAMERAS; camera++) {
                archive.create(Cameras.stream(camera), 24);
            }
            List<Footage> footage = footage();
            Cameras cameras = Cameras.start(server.port(), footage);
            for (int round = 0; round < ROUNDS; round++) {
                LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(MILLIS_AFTER_READY_MAX)).toNanos());
                server.killAll();
                server = ServerProcess.start(launch).awaitReady(READY);
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            cameras.stop();
            for (int camera = 0; camera < CAMERAS; camera++) {
                judge(archive, cameras, camera, footage.get(camera));
            }
            assertThat(server.terminate(STOP)).isZero();
        } finally {
            server.close();
        }
        CommandResult verify = ServerProcess.run(launch, VERIFY, "verify", launch.data().toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
    }

    private List<Footage> footage() {
        List<Footage> footage = new ArrayList<>(IntStream.range(0, CAMERAS).mapToObj(Footage.Noise::new).toList());
        if (Ffmpeg.isInstalled()) {
            Recording film = Footage.Film.shoot(directory);
            IntStream.range(0, FILMING).forEach(camera -> footage.set(camera, new Footage.Film(film, camera)));
        }
        return footage;
    }

    private void judge(VideoArchive archive, Cameras cameras, int camera, Footage footage) {
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
            assertThat(contents.get(at++)).as("%s, seed %d: content of %d", stream, seed, number).isEqualTo(footage.fragment(number));
        }
        if (footage instanceof Footage.Film film) {
            play(archive, stream, film, numbers);
        }
    }

    /** Every picture of what is listed is decoded, and nothing is complained of; where the server was killed there are gaps. */
    private void play(VideoArchive archive, String stream, Footage.Film film, Set<Long> numbers) {
        TreeSet<Long> left = new TreeSet<>(numbers);
        while (!left.isEmpty()) {
            long from = left.first();
            long to = from;
            long pictures = 0;
            while (!left.isEmpty() && left.first() <= to + GAP_SECONDS_MAX && left.first() < from + PLAYED_SECONDS_MAX) {
                to = left.pollFirst();
                pictures += film.frames(to);
            }
            String url = archive.play(stream, from, to);
            assertThat(Ffmpeg.decodedFrames(url, "v")).as("%s, seed %d: pictures of %d s to %d s", stream, seed, from, to).isEqualTo(pictures);
            Ffmpeg.decode(url);
        }
    }
}
