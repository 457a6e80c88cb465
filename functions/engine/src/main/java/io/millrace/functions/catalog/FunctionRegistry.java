package io.millrace.functions.catalog;

import static java.util.concurrent.CompletableFuture.failedStage;

import io.millrace.catalog.Attempts;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Catalog.VersionConflict;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.clock.Clock;
import io.millrace.stage.StageFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The functions of this server. Stages fail with a {@link RegistryFault}, or with {@link Catalog.CatalogUnavailable} when the disk
 * refuses.
 */
public final class FunctionRegistry {

    private final Catalog catalog;
    private final Clock clock;

    public FunctionRegistry(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    public Optional<Function> find(String name) {
        return catalog.get(FunctionCodec.FUNCTIONS, name).map(Entry::value);
    }

    /** Functions with names after this one (empty: from the first), by name. */
    public List<Function> list(String afterName, int limit) {
        return catalog.list(FunctionCodec.FUNCTIONS, afterName, limit).stream().map(Entry::value).toList();
    }

    /** A new function in state Pending; its code is in the store already. */
    public CompletionStage<Function> create(String name, Configuration configuration, CodeReference code, Map<String, String> tags) {
        if (find(name).isPresent()) {
            return failedStage(new RegistryFault.Taken(name));
        }
        return catalog.nextId().thenCompose(id -> {
            Function function = new Function(name, id, 1, newRevision(), clock.millis(), configuration, code, Function.State.PENDING,
                    Function.UpdateStatus.IN_PROGRESS, Optional.empty(), tags);
            return catalog.commit(Change.create().put(FunctionCodec.FUNCTIONS, name, Change.ABSENT, function)).handle((version, failure) -> {
                if (failure != null) {
                    throw isConflict(failure) ? new RegistryFault.Taken(name) : asUnchecked(failure);
                }
                return function;
            });
        });
    }

    /** Sets code, configuration or both; the update is under way until {@link #settle}. */
    public CompletionStage<Function> change(String name, Optional<String> revisionId, Optional<CodeReference> code,
            UnaryOperator<Configuration> configuration) {
        return update(name, before -> {
            requireRevision(before, revisionId);
            if (before.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
                throw new RegistryFault.Busy(name);
            }
            return before.changed(configuration.apply(before.configuration()), code.orElse(before.code()), newRevision(), clock.millis());
        });
    }

    /** Refuses as {@link #change} would. */
    public Function mayChange(String name, Optional<String> revisionId) {
        Function function = find(name).orElseThrow(() -> new RegistryFault.Unknown(name));
        requireRevision(function, revisionId);
        if (function.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
            throw new RegistryFault.Busy(name);
        }
        return function;
    }

    /**
     * Ends a creation or an update of this very function and generation; if there has been another since, nothing changes.
     *
     * @param failure why it cannot be run, if so
     */
    public CompletionStage<Function> settle(Function settled, Optional<Failure> failure) {
        return update(settled.name(), before -> {
            if (before.creationId() != settled.creationId() || before.generation() != settled.generation()
                    || before.updateStatus() != Function.UpdateStatus.IN_PROGRESS) {
                return before;
            }
            Function.State state = failure.isEmpty() ? Function.State.ACTIVE
                    : before.state() == Function.State.PENDING ? Function.State.FAILED : before.state();
            return before.settled(state, failure.isEmpty() ? Function.UpdateStatus.SUCCESSFUL : Function.UpdateStatus.FAILED,
                    failure, newRevision());
        });
    }

    /**
     * Says of a function that is not being changed whether it can be run now, as after a start on another machine; if it is said
     * already, or there has been a change since, nothing changes.
     */
    public CompletionStage<Function> recheck(Function checked, Optional<Failure> failure) {
        return update(checked.name(), before -> {
            Function.State state = failure.isEmpty() ? Function.State.ACTIVE : Function.State.FAILED;
            Function.UpdateStatus status = failure.isEmpty() ? Function.UpdateStatus.SUCCESSFUL : Function.UpdateStatus.FAILED;
            boolean said = before.state() == state && before.updateStatus() == status && before.failure().equals(failure);
            if (said || before.creationId() != checked.creationId() || before.generation() != checked.generation()
                    || before.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
                return before;
            }
            return before.settled(state, status, failure, newRevision());
        });
    }

    /** Adds and replaces tags, then removes these keys. */
    public CompletionStage<Function> tag(String name, UnaryOperator<Map<String, String>> tags) {
        return update(name, before -> before.tagged(tags.apply(new TreeMap<>(before.tags()))));
    }

    public CompletionStage<Void> delete(String name) {
        return Attempts.untilUndisturbed(() -> tryDelete(name));
    }

    /** Calls back after each durable change, in order, on one thread. */
    public AutoCloseable follow(Catalog.Follower<Function> follower) {
        return catalog.follow(FunctionCodec.FUNCTIONS, follower);
    }

    private CompletionStage<Void> tryDelete(String name) {
        Optional<Entry<Function>> entry = catalog.get(FunctionCodec.FUNCTIONS, name);
        if (entry.isEmpty()) {
            return failedStage(new RegistryFault.Unknown(name));
        }
        return catalog.commit(Change.create().delete(FunctionCodec.FUNCTIONS, name, entry.get().version())).thenApply(version -> null);
    }

    private CompletionStage<Function> update(String name, UnaryOperator<Function> next) {
        return Attempts.untilUndisturbed(() -> tryUpdate(name, next));
    }

    private CompletionStage<Function> tryUpdate(String name, UnaryOperator<Function> next) {
        Entry<Function> entry = catalog.get(FunctionCodec.FUNCTIONS, name).orElseThrow(() -> new RegistryFault.Unknown(name));
        Function after = next.apply(entry.value());
        return catalog.commit(Change.create().put(FunctionCodec.FUNCTIONS, name, entry.version(), after)).thenApply(version -> after);
    }

    private static void requireRevision(Function function, Optional<String> revisionId) {
        if (revisionId.filter(wanted -> !wanted.equals(function.revisionId())).isPresent()) {
            throw new RegistryFault.Stale(function.name());
        }
    }

    private static String newRevision() {
        return UUID.randomUUID().toString();
    }

    private static boolean isConflict(Throwable failure) {
        return StageFailure.cause(failure) instanceof VersionConflict;
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        return StageFailure.cause(failure) instanceof RuntimeException unchecked ? unchecked : new CompletionException(StageFailure.cause(failure));
    }
}
