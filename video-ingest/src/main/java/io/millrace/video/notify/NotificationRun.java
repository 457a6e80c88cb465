package io.millrace.video.notify;

import io.millrace.catalog.Change;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.stream.HashKey;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamDescription;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.playback.FragmentTail;
import io.millrace.video.playback.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One enabled notification at work, on its own virtual thread. The progress it notes may lag, never lead. */
final class NotificationRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(NotificationRun.class);
    private static final long FIRST_WAIT_MILLIS = 200, LONGEST_WAIT_MILLIS = 5_000;
    private static final String PLACE = "fragments";

    private final Notification notification;
    private final long version;
    private final Notifier.Ground ground;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    NotificationRun(Notification notification, long version, Notifier.Ground ground) {
        this.notification = notification;
        this.version = version;
        this.ground = ground;
    }

    /** Of the catalog's entry. */
    long version() {
        return version;
    }

    void stop() {
        stopped.complete(null);
    }

    /** It has nothing to do. */
    void end() {
        ended.complete(null);
    }

    /** @param before the run that this one replaces, which ends first; null for none */
    void run(NotificationRun before) {
        try {
            if (before != null) {
                before.ended.join();
            }
            follow();
        } catch (StoreException.ShardUnknown gone) {
            LOGGER.atInfo().addKeyValue("stream", notification.videoName()).log("notification ends with its video stream");
            forget();
        } catch (RuntimeException failure) {
            LOGGER.atError().addKeyValue("stream", notification.videoName()).setCause(failure).log("notification ends until the next start");
        } finally {
            ended.complete(null);
        }
    }

    private void forget() {
        ground.catalog().commit(Change.create().delete(Notification.KIND, Notification.key(notification.video()), version))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOGGER.atInfo().addKeyValue("stream", notification.videoName()).setCause(failure)
                                .log("notification of a deleted video stream stays until the next start");
                    }
                });
    }

    private void follow() {
        CheckpointKey key = new CheckpointKey(notification.checkpointOwner(), PLACE);
        FragmentNumber after = ground.checkpoints().get(key).map(noted -> new FragmentNumber(noted.position())).orElse(notification.after());
        try (FragmentTail tail = new FragmentTail(ground.fragments(), notification.video(), after, stopped)) {
            for (Optional<Fragment> next = tail.next(); next.isPresent() && deliver(next.get()); next = tail.next()) {
                ground.checkpoints().put(key, Checkpoint.at(next.get().number().value()));
                ground.sent().increment();
            }
        }
    }

    /** Tries until the event is durable; false when it is to stop. */
    private boolean deliver(Fragment fragment) {
        byte[] event = FragmentEvent.of(notification, fragment);
        for (long wait = FIRST_WAIT_MILLIS; !stopped.isDone(); wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2)) {
            Optional<ShardKey> shard = ground.streams().find(notification.destination()).flatMap(this::shard);
            if (shard.isPresent()) {
                try {
                    Waiting.on(ground.records().append(shard.get(),
                            new RecordBatch(event.length + 512).add(partitionKey(), ByteBuffer.wrap(event))));
                    return true;
                } catch (StoreException failure) {
                    LOGGER.atWarn().addKeyValue("stream", notification.videoName()).addKeyValue("destination", notification.destination())
                            .setCause(failure).log("notification waits for its destination");
                }
            }
            ground.waits().increment();
            pause(wait);
        }
        return false;
    }

    private Optional<ShardKey> shard(StreamDescription destination) {
        byte[] key = partitionKey();
        HashKey hash = HashKey.ofPartitionKey(key, 0, key.length);
        return destination.shards().stream().filter(Shard::isOpen).filter(shard -> shard.range().contains(hash)).findFirst().map(destination::key);
    }

    /** One key for a video stream, so that its fragments stay in order; a name of more than 256 characters there is not. */
    private byte[] partitionKey() {
        return notification.videoName().getBytes(StandardCharsets.UTF_8);
    }

    private void pause(long millis) {
        Waiting.on(CompletableFuture.anyOf(stopped, new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)));
    }
}
