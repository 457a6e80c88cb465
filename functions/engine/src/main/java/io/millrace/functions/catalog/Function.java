package io.millrace.functions.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A function as the catalog holds it.
 *
 * @param creationId       tells namesakes apart that were created one after the other; grows
 * @param generation       1 when created, one more with each change of code or configuration
 * @param revisionId       a UUID, new with each change of code, configuration or state
 * @param modifiedAtMillis epoch milliseconds of the last change of code or configuration
 * @param failure          why state or update failed, if so
 */
public record Function(String name, long creationId, int generation, String revisionId, long modifiedAtMillis, Configuration configuration,
        CodeReference code, State state, UpdateStatus updateStatus, Optional<Failure> failure, Map<String, String> tags) {

    /** Pending → Active or Failed; after a start of the server Active ⇄ Failed, as what its runtime needs is there or not. */
    public enum State { PENDING, ACTIVE, FAILED }

    /** InProgress from a change until workers can run it; Successful or Failed after that. */
    public enum UpdateStatus { IN_PROGRESS, SUCCESSFUL, FAILED }

    public Function {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Whether it can be run: an update under way or failed leaves it so. */
    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** As it would be with this code. */
    public Function withCode(CodeReference newCode) {
        return new Function(name, creationId, generation, revisionId, modifiedAtMillis, configuration, newCode, state, updateStatus, failure,
                tags);
    }

    Function changed(Configuration newConfiguration, CodeReference newCode, String newRevision, long nowMillis) {
        return new Function(name, creationId, generation + 1, newRevision, nowMillis, newConfiguration, newCode, state,
                UpdateStatus.IN_PROGRESS, Optional.empty(), tags);
    }

    Function settled(State newState, UpdateStatus newStatus, Optional<Failure> newFailure, String newRevision) {
        return new Function(name, creationId, generation, newRevision, modifiedAtMillis, configuration, code, newState, newStatus, newFailure,
                tags);
    }

    Function tagged(Map<String, String> newTags) {
        return new Function(name, creationId, generation, revisionId, modifiedAtMillis, configuration, code, state, updateStatus, failure,
                newTags);
    }
}
