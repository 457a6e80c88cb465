package io.millrace.trigger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.Entry;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.clock.ManualClock;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.HashRange;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stream, a function that fails, and a server that dies, all from one seed and on one thread. What runs is the real code
 * from {@link MappingRun} down; clock, store, checkpoints and function are twins, and every next event is drawn by chance:
 * an append, one task of the store, one lane's step, one outcome, a flush, an update of the mapping, a split, a crash.
 */
final class World {

    private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\"(shardId-\\d{12}):(\\d{56})\"");
    private static final int EVENT_BYTES_MAX = 6_000;
    private static final int TOO_LARGE_BYTES = 6_000;
    private static final int SHARDS = 2;
    private static final int SHARDS_MAX = 6;
    private static final StreamId STREAM = new StreamId(5);
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final SplittableRandom random;
    private final Fault fault;
    private final Oracle oracle = new Oracle();
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final ArrayDeque<Runnable> storeTasks = new ArrayDeque<>();
    private final MemoryRecordStore store = new MemoryRecordStore(clock, storeTasks::add);
    private final UnreliableStore unreliable;
    private final CrashingCheckpoints checkpoints = new CrashingCheckpoints(this::checkpointPut);
    private final LinkedHashMap<Lane, Long> dueNanos = new LinkedHashMap<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private final Map<ShardId, Integer> appendsUnderWay = new HashMap<>();
    private StreamDescription stream;
    private Entry<Mapping> mapping;
    private MappingRun run;
    private int crashes;
    private boolean calm;

    private record Invocation(ShardId shard, List<Long> positions, CompletableFuture<Outcome> stage) {
    }

    World(long seed, Fault fault) {
        this.random = new SplittableRandom(seed);
        this.fault = fault;
        this.unreliable = new UnreliableStore(store, random.split(), fault);
        List<Shard> shards = new ArrayList<>();
        for (HashRange range : HashRange.split(SHARDS)) {
            shards.add(shard(shards.size(), range, Optional.empty()));
        }
        describe(shards);
        store.create(STREAM, shards);
        runStoreTasks();
        mapping = new Entry<>("00000000-0000-0000-0000-000000000001", 1, new Mapping("00000000-0000-0000-0000-000000000001",
                "arn:aws:kinesis:us-east-1:000000000000:stream/s", STREAM, "f", options(), StartingPosition.TRIM_HORIZON,
                OptionalLong.empty(), Map.of(), Mapping.Transition.CREATING, 0, Map.of()));
        boot();
    }

    private Shard shard(int index, HashRange range, Optional<ShardId> parent) {
        ShardId id = new ShardId(index);
        oracle.shardCreated(id, parent.stream().toList());
        return new Shard(id, range, 0, parent, Optional.empty(), Position.START, Optional.empty());
    }

    private void describe(List<Shard> shards) {
        stream = new StreamDescription(STREAM, new StreamName("s"), Instant.EPOCH, StreamMode.PROVISIONED, Duration.ofHours(24), 1 << 20,
                shards, Map.of());
    }

    private Mapping.Options options() {
        return new Mapping.Options(1 + random.nextInt(30), Duration.ofSeconds(random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0),
                random.nextInt(3) - 1, random.nextBoolean(), calm || random.nextInt(4) > 0);
    }

    private void boot() {
        TriggerSettings settings = new TriggerSettings(random.nextInt(200_000), 60_000, 8 * 1024 + random.nextInt(8_000),
                Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ZERO, EVENT_BYTES_MAX);
        LanePorts ports = new LanePorts(unreliable, checkpoints, new ChancyFunction(), clock);
        LaneFactory factory = new LaneFactory(ports, new Identity("000000000000", "us-east-1"), settings);
        run = new MappingRun(mapping.value(), factory, fault == Fault.SKIP_AT_START ? new SkippingCheckpoints(checkpoints) : checkpoints,
                new TriggerMetrics(new SimpleMeterRegistry(), clock), new MappingProgress(), Watch::new, this::start);
    }

    private void start(Lane lane) {
        ShardId shard = lane.plan().shard().shard();
        oracle.laneStarted(shard, checkpoints.get(lane.plan().checkpoint()).map(Checkpoint::position).orElse(0L));
        lane.onWake(() -> dueNanos.computeIfPresent(lane, (key, due) -> 0L));
        dueNanos.put(lane, 0L);
    }

    /** Plays events until there were so many, then lets the world calm down and drain. */
    void play(int events) {
        for (int i = 0; i < events; i++) {
            event();
        }
        calm = true;
        unreliable.becomeReliable();
        update();
        for (int i = 0; i < 20_000 && !(oracle.isFinished() && appendsUnderWay.isEmpty()); i++) {
            runStoreTasks();
            while (!invocations.isEmpty()) {
                answer(invocations.removeFirst(), new Outcome.Done(new byte[0], Duration.ZERO));
            }
            List.copyOf(dueNanos.keySet()).forEach(this::step);
            reconcile();
            clock.advance(Duration.ofMillis(50));
        }
        oracle.everyRecordIsFinished();
    }

    int crashes() {
        return crashes;
    }

    private void event() {
        int dice = random.nextInt(1_000);
        if (dice < 150) {
            append();
        } else if (dice < 450) {
            if (!storeTasks.isEmpty()) {
                storeTasks.poll().run();
            }
        } else if (dice < 700) {
            stepSomeLane();
        } else if (dice < 820) {
            if (!invocations.isEmpty()) {
                Invocation invocation = invocations.remove(random.nextInt(invocations.size()));
                answer(invocation, outcome(invocation.positions().size()));
            }
        } else if (dice < 900) {
            clock.advance(Duration.ofMillis(random.nextInt(400)));
        } else if (dice < 960) {
            reconcile();
        } else if (dice < 980) {
            checkpoints.flush();
        } else if (dice < 988) {
            update();
        } else if (dice < 992) {
            split();
        } else if (dice < 994) {
            crash();
        } else {
            runStoreTasks();
        }
    }

    private void append() {
        List<Shard> open = stream.shards().stream().filter(Shard::isOpen).toList();
        Shard shard = open.get(random.nextInt(open.size()));
        RecordBatch batch = new RecordBatch(1_024);
        List<Boolean> tooLarge = new ArrayList<>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            int kind = random.nextInt(60);
            int bytes = kind == 0 ? TOO_LARGE_BYTES : kind < 4 ? 2_000 : random.nextInt(40);
            tooLarge.add(bytes == TOO_LARGE_BYTES);
            batch.add(("key" + random.nextInt(5)).getBytes(StandardCharsets.UTF_8), ByteBuffer.allocate(bytes));
        }
        appendsUnderWay.merge(shard.id(), 1, Integer::sum);
        store.append(stream.key(shard), batch).whenComplete((positions, failure) -> {
            appendsUnderWay.computeIfPresent(shard.id(), (key, count) -> count == 1 ? null : count - 1);
            stored(shard.id(), positions, tooLarge);
        });
    }

    private void stored(ShardId shard, Positions positions, List<Boolean> tooLarge) {
        for (int i = 0; i < positions.count(); i++) {
            oracle.appended(shard, positions.get(i).value(), tooLarge.get(i));
        }
    }

    private void stepSomeLane() {
        if (!dueNanos.isEmpty()) {
            List<Lane> lanes = List.copyOf(dueNanos.keySet());
            Lane lane = lanes.get(random.nextInt(lanes.size()));
            if (dueNanos.get(lane) <= clock.nanos() || random.nextInt(10) == 0) {
                step(lane);
            }
        }
    }

    private void step(Lane lane) {
        dueNanos.put(lane, Long.MAX_VALUE);
        long sleep = lane.step();
        if (sleep == Lane.OVER) {
            dueNanos.remove(lane);
            oracle.laneEnded(lane.plan().shard().shard());
        } else if (sleep != Long.MAX_VALUE) {
            dueNanos.merge(lane, clock.nanos() + sleep, Math::min);
        }
    }

    private Outcome outcome(int records) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Outcome.Failed("Unhandled", new byte[0], Duration.ZERO);
            case 3 -> new Outcome.Throttled(Duration.ofMillis(random.nextInt(300)));
            case 4 -> new Outcome.Unavailable("pending");
            case 5 -> new Outcome.Done(new byte[0], Duration.ZERO, OptionalInt.of(random.nextInt(records + 1)));
            default -> new Outcome.Done(new byte[0], Duration.ZERO);
        };
    }

    private void answer(Invocation invocation, Outcome outcome) {
        oracle.answered(invocation.shard(), invocation.positions(), outcome, laneOf(invocation.shard()).plan().bisect());
        invocation.stage().complete(outcome);
    }

    private Lane laneOf(ShardId shard) {
        return dueNanos.keySet().stream().filter(lane -> lane.plan().shard().shard().equals(shard)).findFirst().orElseThrow();
    }

    private void reconcile() {
        run.collect(clock.nanos(), AGAIN_NANOS);
        run.reconcile(mapping, Optional.of(stream), clock.nanos());
    }

    private void update() {
        mapping = new Entry<>(mapping.key(), mapping.version() + 1, mapping.value().with("f", options(), Mapping.Transition.UPDATING, 0));
        reconcile();
    }

    private void split() {
        List<Shard> open = stream.shards().stream().filter(shard -> shard.isOpen() && !appendsUnderWay.containsKey(shard.id())).toList();
        if (open.isEmpty() || stream.shards().size() + 2 > SHARDS_MAX) {
            return;
        }
        Shard parent = open.get(random.nextInt(open.size()));
        runStoreTasks();
        CompletableFuture<Position> end = store.end(stream.key(parent)).toCompletableFuture();
        runStoreTasks();
        List<Shard> shards = new ArrayList<>(stream.shards());
        shards.set(parent.id().index(), new Shard(parent.id(), parent.range(), 0, parent.parent(), Optional.empty(), parent.start(),
                Optional.of(end.join())));
        List<Shard> children = List.of(shard(shards.size(), parent.range(), Optional.of(parent.id())),
                shard(shards.size() + 1, parent.range(), Optional.of(parent.id())));
        shards.addAll(children);
        store.create(STREAM, children);
        runStoreTasks();
        describe(shards);
    }

    private void runStoreTasks() {
        while (!storeTasks.isEmpty()) {
            storeTasks.poll().run();
        }
    }

    /** The process dies: lanes and invocations are gone, checkpoints fall back, the store is recovered. */
    private void crash() {
        crashes++;
        runStoreTasks();
        dueNanos.clear();
        invocations.clear();
        oracle.crashed();
        checkpoints.crash();
        store.restart();
        runStoreTasks();
        boot();
        reconcile();
    }

    private void checkpointPut(CheckpointKey key, Checkpoint checkpoint) {
        ShardId shard = new ShardId(Integer.parseInt(key.place().substring(key.place().indexOf('/') + 1)));
        oracle.checkpointPut(shard, new Position(checkpoint.position()));
    }

    /** Tells the oracle what a lane gives up. */
    private final class Watch implements LaneObserver {
        private final LanePlan plan;

        private Watch(LanePlan plan) {
            this.plan = plan;
        }

        @Override
        public void moved(LaneCore.Phase before, LaneCore.Phase now) {
            if (before == now || before == LaneCore.Phase.ENDED) {
                throw new AssertionError("moved from " + before + " to " + now);
            }
        }

        @Override
        public void acted(LaneAction action) {
            if (action instanceof LaneAction.GiveUp giveUp) {
                List<Long> positions = giveUp.batch().records().stream().map(record -> record.position().value()).toList();
                oracle.gaveUp(plan.shard().shard(), positions, giveUp.reason(), plan.retriesMax());
            }
        }
    }

    /** Answers when and how the world likes; reads its event like a function would. */
    private final class ChancyFunction implements Invoker {

        @Override
        public boolean isInvocable(String functionName) {
            return true;
        }

        @Override
        public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
            if (payload.length > EVENT_BYTES_MAX) {
                throw new AssertionError("event of " + payload.length + " bytes");
            }
            Matcher matcher = EVENT_ID.matcher(new String(payload, StandardCharsets.UTF_8));
            List<Long> positions = new ArrayList<>();
            ShardId shard = null;
            while (matcher.find()) {
                shard = ShardId.parse(matcher.group(1)).orElseThrow();
                positions.add(SequenceNumber.parse(matcher.group(2)).orElseThrow().position().value());
            }
            oracle.invoked(shard, positions, laneOf(shard).plan().limits().records());
            if (fault == Fault.CHECKPOINT_BEFORE_OUTCOME) {
                checkpoints.put(new CheckpointKey("mapping/" + mapping.key(), STREAM + "/" + shard.index()), Checkpoint.at(positions.getLast() + 1));
            }
            Invocation invocation = new Invocation(shard, positions, new CompletableFuture<>());
            invocations.add(invocation);
            return invocation.stage();
        }
    }
}
