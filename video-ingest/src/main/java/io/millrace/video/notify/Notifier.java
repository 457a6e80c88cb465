package io.millrace.video.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Entry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.stream.RecordStore;
import io.millrace.stream.StreamDirectory;
import io.millrace.video.fragment.FragmentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the notifications that are enabled, as the catalog has them. Any thread. */
public final class Notifier implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Notifier.class);
    private static final int PAGE = 1000, STOP_SECONDS = 5;

    /** What a run works with. */
    record Ground(Catalog catalog, FragmentStore fragments, StreamDirectory streams, RecordStore records, Checkpoints checkpoints,
            Counter sent, Counter waits) {
    }

    private final Ground ground;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notification-", 0).factory());
    private final Map<String, NotificationRun> running = new HashMap<>();
    private final AutoCloseable following;
    private boolean closed;

    /** Starts what is enabled. */
    public Notifier(Catalog catalog, FragmentStore fragments, StreamDirectory streams, RecordStore records, Checkpoints checkpoints,
            MeterRegistry meters) {
        this.ground = new Ground(catalog, fragments, streams, records, checkpoints, meters.counter("millrace.video.notifications"),
                meters.counter("millrace.video.notification.waits"));
        this.following = catalog.follow(Notification.KIND, new Catalog.Follower<>() {
            @Override
            public void onPut(Optional<Entry<Notification>> before, Entry<Notification> now) {
                start(now);
            }

            @Override
            public void onDelete(Entry<Notification> before) {
                end(before.value());
            }
        });
        for (List<Entry<Notification>> page = catalog.list(Notification.KIND, "", PAGE); !page.isEmpty();
                page = catalog.list(Notification.KIND, page.getLast().key(), PAGE)) {
            page.forEach(this::start);
        }
    }

    /** An entry that was met already, or an older one, changes nothing. */
    private synchronized void start(Entry<Notification> entry) {
        NotificationRun now = running.get(entry.key());
        if (closed || now != null && now.version() >= entry.version()) {
            return;
        }
        if (now != null) {
            now.stop();
        }
        NotificationRun next = new NotificationRun(entry.value(), entry.version(), ground);
        running.put(entry.key(), next);
        if (entry.value().isEnabled()) {
            threads.execute(() -> next.run(now));
        } else {
            next.end();
            ground.checkpoints().removeOwner(entry.value().checkpointOwner());
        }
    }

    private synchronized void end(Notification notification) {
        NotificationRun run = running.remove(Notification.key(notification.video()));
        if (run != null) {
            run.stop();
        }
        ground.checkpoints().removeOwner(notification.checkpointOwner());
    }

    @Override
    public void close() throws Exception {
        following.close();
        synchronized (this) {
            closed = true;
            running.values().forEach(NotificationRun::stop);
        }
        threads.shutdown();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOGGER.atWarn().log("notifications are still under way");
        }
    }

}
