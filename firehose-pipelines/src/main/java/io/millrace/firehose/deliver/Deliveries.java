package io.millrace.firehose.deliver;

import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.PositionSet;
import io.millrace.firehose.buffer.SealedSpool;
import io.millrace.firehose.buffer.SpoolDirectory;
import io.millrace.firehose.error.ErrorRecordEncoder;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.journal.DiskReserve;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of one delivery stream is on its way out: sealed spools become objects, objects with a manifest are uploaded until there is a
 * receipt. All methods on the stream's lane; formats and uploads run elsewhere and come back to the lane. Bounded: formats and uploads
 * under way; how many parcels wait is the caller's to bound by not giving more spools.
 */
public final class Deliveries {

    private static final Logger LOGGER = LoggerFactory.getLogger(Deliveries.class);

    private final Surroundings around;
    private final ManifestLog log;
    private final SpoolDirectory directory;
    private final ObjectMaker maker;
    private final DeliveryMeters meters;
    private final TreeMap<Long, Delivery> deliveries = new TreeMap<>();
    private final List<Forming> forming = new ArrayList<>();
    private final List<OutletSet> retired = new ArrayList<>();
    private OutletSet outlets;
    private Optional<String> keyName = Optional.empty();
    private int formatsRunning;
    private int uploadsRunning;
    private boolean stopping;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    /**
     * What deliveries live in.
     *
     * @param lane       one task at a time, where this object lives
     * @param uploads    starts each task on a platform thread at once
     * @param changed    called on the lane when something has been delivered or made room
     */
    public record Surroundings(String stream, Executor lane, FormatThreads formats, Executor uploads, Clock clock, RandomGenerator random,
            ErrorRecordEncoder errorEncoder, MeterRegistry registry, int formatsMax, int uploadsMax, Runnable changed) {
    }

    private Deliveries(Surroundings around, ManifestLog log, SpoolDirectory directory, OutletSet outlets) {
        this.around = around;
        this.log = log;
        this.directory = directory;
        this.outlets = outlets;
        this.maker = new ObjectMaker(directory, around.errorEncoder());
        this.meters = new DeliveryMeters(around.registry(), around.stream());
        log.unfinished().forEach(manifest -> deliveries.put(manifest.number(), new Delivery(manifest)));
    }

    /** Opens what an earlier run left: manifests without a receipt are delivered again. @param root the stream's own directory */
    public static Deliveries open(Surroundings around, Disk disk, Path root, KeyRing keys, DiskReserve reserve, OutletSet outlets) throws IOException {
        ManifestLog log = ManifestLog.open(disk, root.resolve("manifests"), reserve);
        Set<String> kept = new HashSet<>();
        log.unfinished().forEach(manifest -> {
            kept.add(manifest.objectFile());
            manifest.spoolFile().ifPresent(kept::add);
        });
        return new Deliveries(around, log, SpoolDirectory.open(disk, root.resolve("spool"), keys, kept), outlets);
    }

    public SpoolDirectory directory() {
        return directory;
    }

    /** Outlets and key from now on; parcels that wait go by the new outlets, under the names they have. */
    public void configure(OutletSet changed, Optional<String> key) {
        keyName = key;
        if (changed != outlets) {
            outlets.retire();
            retired.removeIf(old -> !old.isLeft());
            if (outlets.isLeft()) {
                retired.add(outlets);
            }
            outlets = changed;
        }
    }

    /** Positions, in no order, that need not be spooled again: manifests have them, or spools that are being formed. */
    public Coverage covered() {
        Collection<PositionSet> sets = new ArrayList<>(log.covered());
        forming.forEach(spool -> sets.add(spool.spool.positions()));
        return new Coverage(sets);
    }

    /** Parcels and spools that are not delivered. */
    public int pending() {
        return deliveries.size() + forming.size();
    }

    /** The log must be kept from here; {@link Long#MAX_VALUE}: for nothing. */
    public long holdsFrom() {
        long parcels = deliveries.values().stream().mapToLong(delivery -> delivery.manifest.holdsFrom()).min().orElse(Long.MAX_VALUE);
        return Math.min(parcels, forming.stream().mapToLong(spool -> spool.spool.holdsFrom()).min().orElse(Long.MAX_VALUE));
    }

    public long oldestArrivedAtMillis() {
        long parcels = deliveries.values().stream().mapToLong(delivery -> delivery.manifest.oldestArrivedAtMillis()).min().orElse(Long.MAX_VALUE);
        return Math.min(parcels, forming.stream().mapToLong(spool -> spool.spool.oldestArrivedAtMillis()).min().orElse(Long.MAX_VALUE));
    }

    /** The log is trimmed to there. */
    public void trimmed(long horizon) {
        log.forgetBefore(horizon);
    }

    /** Takes a spool over. */
    public void take(SealedSpool spool) {
        forming.add(new Forming(spool));
        step();
    }

    /** Starts what may start now. */
    public void step() {
        if (stopping) {
            return;
        }
        long now = around.clock().millis();
        for (Forming spool : List.copyOf(forming)) {
            if (!spool.running && spool.nextAtMillis <= now && formatsRunning < (outlets.isColumnar() ? 1 : around.formatsMax())) {
                form(spool, now);
            }
        }
        for (Delivery delivery : List.copyOf(deliveries.values())) {
            if (!delivery.busy && delivery.nextAtMillis <= now) {
                advance(delivery, now);
            }
        }
    }

    private void form(Forming spool, long now) {
        spool.running = true;
        formatsRunning++;
        ObjectMaker.Draft draft = draft(now);
        OutletSet with = outlets;
        run(with, threads(spool.spool, with), () -> maker.make(spool.spool, with, draft), (made, failure) -> {
            formatsRunning--;
            spool.running = false;
            if (failure == null && commit(made, List.of())) {
                forming.remove(spool);
                if (made.stream().allMatch(manifest -> manifest.spoolFile().isEmpty())) {
                    delete(spool.spool.file());
                }
            } else {
                spool.nextAtMillis = around.clock().millis() + Backoff.millis(++spool.failures, Optional.empty(), around.random());
                warn("parcel not made", spool.failures, failure);
            }
        });
    }

    private Executor threads(SealedSpool spool, OutletSet with) {
        return with.isColumnar() && spool.key().way() == Outcome.Way.DATA ? around.formats().columns() : around.formats().rows();
    }

    private ObjectMaker.Draft draft(long now) {
        return new ObjectMaker.Draft(log.nextNumber(), directory.newObject(), log.nextNumber(), directory.newObject(), keyName, now);
    }

    /**
     * Makes manifests and receipts durable; false if the disk refuses. The files of what was made stay: should the refused manifest be
     * found after a crash all the same, it is whole.
     */
    private boolean commit(List<Manifest> made, List<Long> done) {
        try {
            log.commit(made, done);
        } catch (IOException refused) {
            warn("manifest not durable", 1, refused);
            return false;
        }
        made.forEach(manifest -> deliveries.put(manifest.number(), new Delivery(manifest)));
        return true;
    }

    private void advance(Delivery delivery, long now) {
        if (delivery.delivered) {
            finish(delivery);
            return;
        }
        if (delivery.refusal != null) {
            backUp(delivery, now);
            return;
        }
        Optional<Outlet> outlet = outlets.of(delivery.manifest.channel());
        if (outlet.isEmpty()) {
            formAgain(delivery);
        } else if (uploadsRunning < around.uploadsMax()) {
            upload(delivery, outlet.get());
        }
    }

    private void upload(Delivery delivery, Outlet outlet) {
        delivery.busy = true;
        uploadsRunning++;
        Manifest manifest = delivery.manifest;
        Content content = new ObjectContent(directory, manifest.objectFile(), manifest.lengthBytes());
        Parcel parcel = new Parcel(manifest.name(), content, manifest.records());
        run(outlets, around.uploads(), () -> outlet.destination().deliver(parcel), (receipt, failure) -> {
            uploadsRunning--;
            delivery.busy = false;
            switch (failure == null ? receipt : new Receipt.Retryable("Delivery.InternalError", failure.toString(), Optional.empty())) {
                case Receipt.Delivered delivered -> {
                    delivery.delivered = true;
                    finish(delivery);
                }
                case Receipt.Retryable retryable -> retry(delivery, outlet, retryable, failure);
                case Receipt.Permanent permanent -> {
                    if (outlet.retry().isPresent()) {
                        delivery.failures++;
                        refuse(delivery, permanent.code(), permanent.message());
                    } else {
                        retry(delivery, outlet, new Receipt.Retryable(permanent.code(), permanent.message(), Optional.empty()), null);
                    }
                }
            }
        });
    }

    private void retry(Delivery delivery, Outlet outlet, Receipt.Retryable why, Throwable cause) {
        long now = around.clock().millis();
        if (delivery.failures++ == 0) {
            delivery.firstFailureMillis = now;
        }
        long wait = Backoff.millis(delivery.failures, why.retryAfter(), around.random());
        if (outlet.retry().isPresent() && now + wait > delivery.firstFailureMillis + outlet.retry().get().toMillis()) {
            refuse(delivery, why.code(), why.message());
            return;
        }
        delivery.nextAtMillis = now + wait;
        meters.retried(delivery.manifest);
        LOGGER.atWarn().addKeyValue("stream", around.stream()).addKeyValue("parcel", delivery.manifest.name())
                .addKeyValue("attempt", delivery.failures).addKeyValue("code", why.code()).addKeyValue("reason", why.message())
                .addKeyValue("waitMillis", wait).setCause(cause).log("delivery failed, will be tried again");
    }

    private void refuse(Delivery delivery, String code, String message) {
        LOGGER.atWarn().addKeyValue("stream", around.stream()).addKeyValue("parcel", delivery.manifest.name())
                .addKeyValue("records", delivery.manifest.records()).addKeyValue("code", code).addKeyValue("reason", message)
                .log("delivery given up, records go to the backup");
        meters.failed(delivery.manifest);
        delivery.refusal = new ObjectMaker.Refusal(code, message, delivery.failures);
        delivery.nextAtMillis = 0;
        backUp(delivery, around.clock().millis());
    }

    private void finish(Delivery delivery) {
        if (commit(List.of(), List.of(delivery.manifest.number()))) {
            meters.delivered(delivery.manifest);
            forget(delivery);
        } else {
            delivery.nextAtMillis = around.clock().millis() + Backoff.millis(1, Optional.empty(), around.random());
        }
    }

    private void forget(Delivery delivery) {
        deliveries.remove(delivery.manifest.number());
        delete(delivery.manifest.objectFile());
        delivery.manifest.spoolFile().ifPresent(this::delete);
    }

    private void backUp(Delivery delivery, long now) {
        delivery.busy = true;
        ObjectMaker.Draft draft = draft(now);
        OutletSet with = outlets;
        SealedSpool spool = spoolOf(delivery.manifest);
        ObjectMaker.Refusal refusal = delivery.refusal;
        run(with, around.formats().rows(), () -> List.of(maker.refused(spool, with, draft, refusal)), (made, failure) -> replaced(delivery, made, failure));
    }

    /** A request whose delivery stream has no endpoint any more becomes an object. */
    private void formAgain(Delivery delivery) {
        delivery.busy = true;
        ObjectMaker.Draft draft = draft(around.clock().millis());
        OutletSet with = outlets;
        SealedSpool spool = spoolOf(delivery.manifest);
        run(with, threads(spool, with), () -> maker.make(spool, with, draft), (made, failure) -> replaced(delivery, made, failure));
    }

    private void replaced(Delivery delivery, List<Manifest> made, Throwable failure) {
        delivery.busy = false;
        if (failure == null && commit(made, List.of(delivery.manifest.number()))) {
            forget(delivery);
            return;
        }
        delivery.nextAtMillis = around.clock().millis() + Backoff.millis(1, Optional.empty(), around.random());
        warn("parcel not made again", 1, failure);
    }

    private static SealedSpool spoolOf(Manifest manifest) {
        return new SealedSpool(manifest.key(), manifest.spoolFile().orElseThrow(), manifest.records(), manifest.rawBytes(), manifest.positions(),
                manifest.holdsFrom(), manifest.oldestArrivedAtMillis());
    }

    private void delete(String file) {
        try {
            directory.delete(file);
        } catch (IOException stays) {
            warn("file of a delivered parcel not removed", 1, stays);
        }
    }

    private void warn(String event, int attempt, Throwable cause) {
        LOGGER.atWarn().addKeyValue("stream", around.stream()).addKeyValue("attempt", attempt).setCause(cause).log(event);
    }

    /** Work elsewhere. */
    private interface Work<T> {
        T get() throws IOException;
    }

    /** What comes of it, on the lane. */
    private interface Continuation<T> {
        void accept(T result, Throwable failure);
    }

    private <T> void run(OutletSet with, Executor executor, Work<T> work, Continuation<T> then) {
        with.use();
        try {
            executor.execute(() -> {
                T result = null;
                Throwable failure = null;
                try {
                    result = work.get();
                } catch (IOException | RuntimeException | Error e) {
                    failure = e;
                }
                T value = result;
                Throwable cause = failure;
                around.lane().execute(() -> ended(with, value, cause, then));
            });
        } catch (RuntimeException | Error noThread) {
            around.lane().execute(() -> ended(with, null, noThread, then));
        }
    }

    private <T> void ended(OutletSet with, T result, Throwable failure, Continuation<T> then) {
        try {
            then.accept(result, failure);
        } finally {
            with.release();
            step();
            around.changed().run();
            completeIfIdle();
        }
    }

    private boolean isBusy() {
        return uploadsRunning > 0 || formatsRunning > 0 || deliveries.values().stream().anyMatch(delivery -> delivery.busy);
    }

    private void completeIfIdle() {
        if (stopping && !isBusy()) {
            idle.complete(null);
        }
    }

    /** Starts nothing more; completes, on the lane, when nothing is under way. What is not delivered stays parked in its manifests. */
    public CompletionStage<Void> stop() {
        stopping = true;
        completeIfIdle();
        return idle;
    }

    /** After {@link #stop}; also when it has not completed: receipts that come later are lost, and their parcels delivered again. */
    public void close() {
        try {
            log.close();
        } catch (IOException failure) {
            warn("manifests not closed cleanly", 1, failure);
        }
        retired.stream().filter(OutletSet::isLeft).forEach(OutletSet::close);
        outlets.close();
    }
}
