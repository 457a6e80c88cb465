package io.millrace.video.fragment.local;

import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.log.block.BlockLog;
import io.millrace.stream.log.block.BlockTypes;
import io.millrace.stream.log.block.LaneReader;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream's fragments: its log, its index, its draft, and who follows. What reads runs on the log's readers. */
final class StreamFragments {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamFragments.class);
    final BlockLog log;
    final Lanes lanes;
    final FragmentIndex index;
    final Set<FragmentSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final LaneReader reader;
    private final Object drafting = new Object();
    /** Guarded by {@link #drafting}, as are the next four. */
    private LogDraft draft;
    private long lastNumber;
    private long lastServerTimeMillis;
    private boolean isDeleted;
    /** Completes when the commit asked for last was appended. */
    private CompletableFuture<Void> lastAppended = CompletableFuture.completedFuture(null);

    /** @param epoch of this start: numbers begin there */
    StreamFragments(BlockLog log, Lanes lanes, FragmentIndex index, LaneReader reader, int epoch) {
        this.log = log;
        this.lanes = lanes;
        this.index = index;
        this.reader = reader;
        this.lastNumber = Position.of(epoch, 0).value();
    }

    ShardKey key() {
        return lanes.commits().shard();
    }

    /** Makes a draft the stream's; the one before is discarded. */
    LogDraft begin(long nowMillis, DraftGround ground) {
        synchronized (drafting) {
            if (isDeleted) {
                throw new StoreException.ShardUnknown(key());
            }
            if (draft != null) {
                draft.lose(new IllegalStateException("the draft was discarded: another was begun"));
            }
            lastServerTimeMillis = Math.max(lastServerTimeMillis, nowMillis);
            draft = new LogDraft(this, ground, new FragmentNumber(++lastNumber), lastServerTimeMillis);
            return draft;
        }
    }

    /** Whether the draft was still the stream's; it no longer is. */
    boolean endDraft(LogDraft one) {
        synchronized (drafting) {
            if (draft != one) {
                return false;
            }
            draft = null;
            return true;
        }
    }

    /** A commit's place among those of its stream: numbers rise along the lane. */
    record Turn(CompletableFuture<Void> before, CompletableFuture<Void> appended) {
    }

    /** Ends the draft, so that another one may begin and not discard it, and gives its commit a turn; none when it was lost. */
    Optional<Turn> takeTurn(LogDraft one) {
        synchronized (drafting) {
            if (!endDraft(one)) {
                return Optional.empty();
            }
            Turn turn = new Turn(lastAppended, new CompletableFuture<>());
            lastAppended = turn.appended();
            return Optional.of(turn);
        }
    }

    /**
     * Appends a commit once its parts are stored and those before it were appended or have failed.
     *
     * @param stored fails when the parts cannot be
     */
    CompletionStage<Positions> commit(Turn turn, CompletionStage<Void> stored, Supplier<SingleEntry> entry) {
        return stored.handle((done, failure) -> turn.before().thenCompose(free -> {
            try {
                return failure == null ? log.append(BlockTypes.VIDEO_COMMITS, lanes.commits(), entry.get())
                        : CompletableFuture.<Positions>failedStage(failure);
            } finally {
                turn.appended().complete(null);
            }
        })).thenCompose(append -> append);
    }

    /** Gives the turn of a commit that is not to be to the next one, once those before it were appended or have failed. */
    <T> CompletionStage<T> giveUp(Turn turn, Throwable why) {
        turn.before().thenRun(() -> turn.appended().complete(null));
        return CompletableFuture.failedStage(why);
    }

    /** Server times do not run back over a restart either. */
    void noticeServerTime(long millis) {
        synchronized (drafting) {
            lastServerTimeMillis = Math.max(lastServerTimeMillis, millis);
        }
    }

    /** A commit is durable: the fragment exists. */
    void committed(StoredFragment stored) {
        index.add(stored).ifPresent(group -> log.append(BlockTypes.VIDEO_GROUPS, lanes.groups(), group.encode())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOGGER.atWarn().addKeyValue("stream", key().stream()).setCause(failure)
                                .log("index group not written; the next start reads its commits");
                    }
                }));
        subscriptions.forEach(FragmentSubscription::wakeAtOnce);
    }

    void delete(StoreException why) {
        synchronized (drafting) {
            isDeleted = true;
            if (draft != null) {
                draft.lose(why);
                draft = null;
            }
        }
        subscriptions.forEach(subscription -> subscription.failSoon(why));
    }

    /** The commits between two positions of their lane, both included, that are not trimmed. Reads files. */
    List<StoredFragment> commits(long first, long last) {
        List<StoredFragment> found = new ArrayList<>();
        long from = Math.max(first, lanes.commits().horizon().value());
        reader.read(lanes.commits(), from, new EntryReader(from, last + 1, (position, entry) -> {
            MediaHead likely = found.isEmpty() ? index.last().map(stored -> stored.fragment().head()).orElse(null)
                    : found.getLast().fragment().head();
            return found.add(CommitEntry.decode(position, entry, likely));
        }));
        return found;
    }

    /** Fragments in the range with numbers after this one, by number, at most so many. Reads files. */
    List<StoredFragment> list(FragmentRange range, long afterNumber, int limit) {
        List<StoredFragment> found = new ArrayList<>();
        long after = afterNumber;
        while (found.size() < limit) {
            FragmentIndex.Next next = index.next(after, range);
            List<StoredFragment> candidates = next.group().map(group -> commits(group.firstCommit(), group.lastCommit()))
                    .orElse(next.fragments());
            found.addAll(chosen(candidates, range, after, limit - found.size()));
            if (next.group().isEmpty()) {
                return found;
            }
            after = Math.max(after, next.group().get().lastNumber());
        }
        return found;
    }

    /** As {@link #list}, where that needs no file; else empty. Any thread. */
    Optional<List<StoredFragment>> listRemembered(FragmentRange range, long afterNumber, int limit) {
        FragmentIndex.Next next = index.next(afterNumber, range);
        return next.group().isPresent() ? Optional.empty() : Optional.of(chosen(next.fragments(), range, afterNumber, limit));
    }

    private List<StoredFragment> chosen(List<StoredFragment> candidates, FragmentRange range, long afterNumber, int limit) {
        long horizon = lanes.commits().horizon().value();
        return candidates.stream().filter(stored -> stored.fragment().number().value() > afterNumber && stored.position() >= horizon
                && range.contains(stored.fragment())).limit(limit).toList();
    }

    Optional<StoredFragment> latest() {
        return index.last().or(() -> index.lastGroup()
                .flatMap(group -> commits(group.lastCommit(), group.lastCommit()).stream().findFirst()));
    }

    /**
     * Raises the horizons past what came before a time. Reads files.
     *
     * @return the first commit that may still be read
     */
    Position trim(long beforeServerTimeMillis) {
        return trim(firstSince(beforeServerTimeMillis), beforeServerTimeMillis);
    }

    /** The first fragment that was begun at the time or later, if there is one by now. Reads files. */
    Optional<StoredFragment> firstSince(long serverTimeMillis) {
        return list(new FragmentRange(FragmentRange.Clock.SERVER, serverTimeMillis, Long.MAX_VALUE), 0, 1).stream().findFirst();
    }

    /** @param kept what {@link #firstSince} gave; what was committed after that is kept too */
    Position trim(Optional<StoredFragment> kept, long beforeServerTimeMillis) {
        if (kept.isPresent()) {
            raise(kept.get().position(), kept.get().firstPart(), kept.get().fragment().serverTimeMillis());
        } else {
            latest().filter(last -> last.fragment().serverTimeMillis() < beforeServerTimeMillis)
                    .ifPresent(last -> raise(last.position() + 1, last.endPart(), Long.MAX_VALUE));
        }
        return lanes.commits().horizon();
    }

    private void raise(long commit, long part, long serverTimeMillis) {
        long horizon = lanes.commits().raiseHorizon(new Position(commit)).value();
        lanes.parts().raiseHorizon(new Position(part));
        long group = serverTimeMillis == Long.MAX_VALUE ? -1 : reader.arrivedFrom(lanes.groups(), serverTimeMillis);
        lanes.groups().raiseHorizon(new Position(group < 0 ? lanes.groups().visibleEnd() : group));
        index.trim(horizon);
    }

    /** Brings the other lanes' horizons to where the commits' is, after opening. Reads files. */
    void alignHorizons() {
        list(FragmentRange.ALL, 0, 1).stream().findFirst().ifPresent(first ->
                raise(first.position(), first.firstPart(), first.fragment().serverTimeMillis()));
    }

    LaneReader reader() {
        return reader;
    }
}
