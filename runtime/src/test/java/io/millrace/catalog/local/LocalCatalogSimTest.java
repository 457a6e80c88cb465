package io.millrace.catalog.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogContractTest;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.disk.SimulatedDisk;
import io.millrace.journal.DiskReserve;
import io.millrace.sim.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * The catalog in a world whose disk loses power, fails and fills up. After every restart: acknowledged changes are there;
 * a change whose answer was an error, or never came, is there whole or not at all; epoch, numbers and ids only rise.
 * The image cannot be on the simulated disk (MapDB opens its own file), so here it is always in memory.
 */
class LocalCatalogSimTest extends CatalogContractTest {

    private static final Path DIRECTORY = Path.of("/nowhere/simulated/catalog");

    @Override
    protected Catalog newCatalog() throws IOException {
        return open(new SimulatedDisk());
    }

    private static LocalCatalog open(SimulatedDisk disk) throws IOException {
        return LocalCatalog.open(disk, DIRECTORY, DiskReserve.NONE, new CatalogSettings(16, 600), serial(), serial());
    }

    /** Runs on the caller's thread, one task at a time. */
    private static Executor serial() {
        ReentrantLock lock = new ReentrantLock();
        return task -> {
            lock.lock();
            try {
                task.run();
            } finally {
                lock.unlock();
            }
        };
    }

    @Test
    void nothingAcknowledgedIsLost() {
        Seeds.orUsually(200).play(seed -> new World(seed).run());
    }

    private static final class World {
        private final Random random;
        private final SimulatedDisk disk = new SimulatedDisk();
        private final Map<String, Entry<String>> acknowledged = new TreeMap<>();
        private final List<Map<String, Optional<String>>> unanswered = new ArrayList<>();
        private long highest;
        private int epoch;

        World(long seed) {
            random = new Random(seed * 7919);
        }

        void run() throws Exception {
            for (int round = 0; round < 8; round++) {
                LocalCatalog catalog = openOrRetry();
                assertThat(catalog.epoch()).isGreaterThan(epoch);
                epoch = catalog.epoch();
                check(catalog);
                work(catalog);
                disk.faults().clear();
                disk.capacity(Long.MAX_VALUE);
                switch (random.nextInt(3)) {
                    case 0 -> catalog.close();
                    case 1 -> disk.kill();
                    default -> disk.crash(random);
                }
            }
        }

        private LocalCatalog openOrRetry() throws IOException {
            if (random.nextInt(6) == 0) {
                disk.faults().failForce(random.nextInt(4));
                try {
                    return open(disk);
                } catch (IOException e) {
                    disk.crash(random);
                }
            }
            return open(disk);
        }

        /** What is found is what was acknowledged, with at most one of the unanswered changes applied whole. */
        private void check(LocalCatalog catalog) {
            Map<String, Entry<String>> found = new TreeMap<>();
            catalog.list(CITY, "", Integer.MAX_VALUE).forEach(entry -> found.put(entry.key(), entry));
            List<Map<String, String>> allowed = new ArrayList<>();
            allowed.add(values(acknowledged));
            for (Map<String, Optional<String>> change : unanswered) {
                Map<String, String> applied = values(acknowledged);
                change.forEach((key, value) -> value.ifPresentOrElse(text -> applied.put(key, text), () -> applied.remove(key)));
                allowed.add(applied);
            }
            assertThat(values(found)).isIn(allowed);
            acknowledged.forEach((key, entry) -> {
                if (entry.value().equals(Optional.ofNullable(found.get(key)).map(Entry::value).orElse(""))) {
                    assertThat(found).containsEntry(key, entry);
                }
            });
            acknowledged.clear();
            acknowledged.putAll(found);
            found.values().forEach(entry -> highest = Math.max(highest, entry.version()));
            unanswered.clear();
        }

        private static Map<String, String> values(Map<String, Entry<String>> entries) {
            Map<String, String> values = new TreeMap<>();
            entries.forEach((key, entry) -> values.put(key, entry.value()));
            return values;
        }

        private void work(LocalCatalog catalog) {
            for (int step = random.nextInt(12); step > 0; step--) {
                plantFault();
                if (random.nextInt(4) == 0) {
                    CompletableFuture<Long> id = catalog.nextId().toCompletableFuture();
                    if (!id.isCompletedExceptionally()) {
                        assertThat(id.join()).isGreaterThan(highest);
                        highest = id.join();
                    }
                } else {
                    change(catalog);
                }
            }
        }

        private void plantFault() {
            switch (random.nextInt(12)) {
                case 0 -> disk.faults().failForce(random.nextInt(3));
                case 3 -> disk.faults().failForceFull(random.nextInt(3));
                case 1 -> disk.faults().failWrite(random.nextInt(3), random.nextInt(100));
                case 2 -> disk.capacity(disk.usableBytes(DIRECTORY) == 0 ? Long.MAX_VALUE : random.nextInt(4000));
                default -> disk.capacity(Long.MAX_VALUE);
            }
        }

        private void change(LocalCatalog catalog) {
            Change change = Change.create();
            Map<String, Optional<String>> written = new HashMap<>();
            int first = random.nextInt(5);
            for (int i = 0; i <= random.nextInt(2); i++) {
                String key = "k" + (first + i) % 6;
                Optional<Entry<String>> before = catalog.get(CITY, key);
                long expected = before.map(Entry::version).orElse(Change.ABSENT);
                if (before.isPresent() && random.nextInt(3) == 0) {
                    change.delete(CITY, key, expected);
                    written.put(key, Optional.empty());
                } else {
                    String value = "v" + random.nextInt() + "x".repeat(random.nextInt(60));
                    change.put(CITY, key, expected, value);
                    written.put(key, Optional.of(value));
                }
            }
            CompletableFuture<Long> reply = catalog.commit(change).toCompletableFuture();
            if (reply.isCompletedExceptionally()) {
                unanswered.add(written);
            } else {
                assertThat(reply.join()).isGreaterThan(highest);
                highest = reply.join();
                unanswered.clear();
                written.forEach((key, value) -> value.ifPresentOrElse(
                        text -> acknowledged.put(key, new Entry<>(key, highest, text)), () -> acknowledged.remove(key)));
            }
        }
    }
}
