package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.ServerProcess.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 1 to 3 against kill -9 at random moments: under eight producers and a trigger the server is killed again and again, with its
 * workers or alone, sometimes before it is ready. {@code -Dmillrace.crash.rounds=200} for a long run, {@code -Dmillrace.crash.seed=…} for the
 * moments of an earlier one. What kill -9 cannot show, the loss of what was not forced to disk, is for the simulated disk.
 */
class CrashST {

    private static final int ROUNDS = Integer.getInteger("millrace.crash.rounds", 10);
    private static final String STREAM = "crash", MARK = "CRASH_MARK";
    private static final int SHARDS = 4, PRODUCERS = 8, BATCH_SIZE = 50, MILLIS_BEFORE_READY_MAX = 2_500, MILLIS_AFTER_READY_MAX = 5_000;
    private static final Duration READY = Duration.ofSeconds(60), WORKERS_GONE = Duration.ofSeconds(10), DELIVERY = Duration.ofMinutes(3),
            STOP = Duration.ofSeconds(30), VERIFY = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("millrace.crash.seed", ThreadLocalRandom.current().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final String mark = UUID.randomUUID().toString();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsSkipped() throws IOException, InterruptedException {
        System.out.println("CrashST: " + ROUNDS + " rounds, seed " + seed);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data"));
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        ServerProcess server = ServerProcess.start(launch).awaitReady(READY);
        try (Clients clients = new Clients(server.endpoint())) {
            Map<String, String> environment = new HashMap<>(journal.environment());
            environment.put(MARK, mark);
            clients.createStream(STREAM, SHARDS);
            clients.drive(STREAM, journal.jar(Journal.HANDLER), Journal.HANDLER, environment, BATCH_SIZE);
            Producers producers = Producers.start(clients.kinesis(), STREAM, PRODUCERS, random.nextLong());
            int deliveredBeforeCrashes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                crash(server);
                deliveredBeforeCrashes = journal.sightings().size();
                server = ServerProcess.start(launch);
            }
            assertThat(deliveredBeforeCrashes).as("deliveries before the last crash, seed %d", seed).isPositive();
            server.awaitReady(READY);
            producers.stop();
            judge(clients, producers, journal, server);
            assertThat(server.terminate(STOP)).isZero();
            awaitNoWorker();
        } finally {
            server.close();
        }
        CommandResult verify = ServerProcess.run(launch, VERIFY, "verify", launch.data().toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
    }

    /** Mostly some time after it is ready, sometimes while it starts; with the workers or alone. */
    private void crash(ServerProcess server) {
        if (random.nextInt(5) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MILLIS_BEFORE_READY_MAX)).toNanos());
        } else {
            server.awaitReady(READY);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MILLIS_AFTER_READY_MAX)).toNanos());
        }
        assertThat(server.isAlive()).as("the server lived until it was killed; the end of its log:%n%s", server.logTail()).isTrue();
        if (random.nextBoolean()) {
            server.killAll();
        } else {
            server.killServerOnly();
        }
        awaitNoWorker();
    }

    private void judge(Clients clients, Producers producers, Journal journal, ServerProcess server) {
        Map<String, List<Sighting>> stored = clients.readAll(STREAM);
        Set<String> expected = new HashSet<>();
        stored.values().forEach(records -> records.forEach(record -> expected.add(record.id())));
        boolean deliveredAll = Await.holds(DELIVERY, () -> ids(journal).containsAll(expected));
        Evidence evidence = new Evidence(producers.attempted(), producers.acknowledged(), stored, journal.sightings());
        List<String> violations = evidence.violations();
        System.out.printf("CrashST: %d attempts, %d acknowledged, %d stored, %d deliveries%n", evidence.attempted().size(),
                evidence.acknowledged().stream().mapToInt(List::size).sum(), expected.size(), evidence.delivered().size());
        assertThat(violations.stream().limit(20).toList()).as("seed %d, %d violations, all delivered in time: %s; the end of the log:%n%s",
                seed, violations.size(), deliveredAll, server.logTail()).isEmpty();
    }

    private static Set<String> ids(Journal journal) {
        Set<String> ids = new HashSet<>();
        journal.sightings().forEach(sighting -> ids.add(sighting.id()));
        return ids;
    }

    /** Workers die by themselves when the server does, whether or not it was killed with them. */
    private void awaitNoWorker() {
        Await.until(WORKERS_GONE, () -> ProcessTable.withEnvironment(MARK + "=" + mark).isEmpty(), () -> "no worker is left over: "
                + ProcessTable.withEnvironment(MARK + "=" + mark).stream().map(pid -> pid + " " + ProcessTable.commandLine(pid)).toList());
    }
}
