package io.millrace.checkpoint.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.journal.Frame;

/** All checkpoints in memory, and which of them the journal does not have yet. Short critical sections, no blocking. */
final class CheckpointTable {

    private final CheckpointSettings settings;
    private final Map<String, Map<String, Checkpoint>> owners;
    private final LinkedHashSet<String> removed = new LinkedHashSet<>();
    private final LinkedHashMap<CheckpointKey, Checkpoint> dirty = new LinkedHashMap<>();
    private int count;
    private long attributeBytes;

    CheckpointTable(Map<String, Map<String, Checkpoint>> owners, CheckpointSettings settings) {
        this.owners = owners;
        this.settings = settings;
        owners.values().forEach(places -> places.values().forEach(this::counted));
    }

    private void counted(Checkpoint checkpoint) {
        count++;
        attributeBytes += checkpoint.attributes().length;
    }

    private void uncounted(Checkpoint checkpoint) {
        count--;
        attributeBytes -= checkpoint.attributes().length;
    }

    synchronized Optional<Checkpoint> get(CheckpointKey key) {
        return Optional.ofNullable(owners.getOrDefault(key.owner(), Map.of()).get(key.place()));
    }

    synchronized Map<String, Checkpoint> ofOwner(String owner) {
        return Map.copyOf(owners.getOrDefault(owner, Map.of()));
    }

    /** True if this was the first change since the last {@link #takeChanges}. */
    synchronized boolean put(CheckpointKey key, Checkpoint checkpoint) {
        Checkpoint before = owners.getOrDefault(key.owner(), Map.of()).get(key.place());
        long grownBy = checkpoint.attributes().length - (before == null ? 0 : before.attributes().length);
        if (before == null && count >= settings.checkpointsMax() || grownBy > 0 && attributeBytes + grownBy > settings.attributeBytesMax()) {
            throw new Checkpoints.CheckpointsFull("no room for the checkpoint of " + key.owner());
        }
        if (before != null) {
            uncounted(before);
        }
        counted(checkpoint);
        owners.computeIfAbsent(key.owner(), owner -> new HashMap<>()).put(key.place(), checkpoint);
        boolean first = dirty.isEmpty() && removed.isEmpty();
        dirty.put(key, checkpoint);
        return first;
    }

    synchronized boolean removeOwner(String owner) {
        Map<String, Checkpoint> places = owners.remove(owner);
        if (places == null) {
            return false;
        }
        places.values().forEach(this::uncounted);
        boolean first = dirty.isEmpty() && removed.isEmpty();
        dirty.keySet().removeIf(key -> key.owner().equals(owner));
        removed.add(owner);
        return first;
    }

    /** The changes since the last call, as frames in an order that replays right, at most about {@code bytesMax} of them. */
    synchronized Changes takeChanges(long bytesMax) {
        List<Frame> frames = new ArrayList<>();
        removed.forEach(owner -> frames.add(CheckpointFrames.removeOwner(owner)));
        Changes changes = new Changes(frames, List.copyOf(removed), new LinkedHashMap<>());
        removed.clear();
        long bytes = 0;
        var entries = dirty.entrySet().iterator();
        while (entries.hasNext() && bytes < bytesMax) {
            var entry = entries.next();
            Frame frame = CheckpointFrames.put(entry.getKey(), entry.getValue());
            frames.add(frame);
            bytes += frame.payload().length;
            changes.puts().put(entry.getKey(), entry.getValue());
            entries.remove();
        }
        return changes;
    }

    /** Frames to write, and what they came from. */
    record Changes(List<Frame> frames, List<String> owners, Map<CheckpointKey, Checkpoint> puts) {
    }

    /** These changes were not written; later ones for the same keys go before them. */
    synchronized void giveBack(Changes changes) {
        changes.puts().forEach((key, checkpoint) -> {
            if (get(key).filter(checkpoint::equals).isPresent()) {
                dirty.putIfAbsent(key, checkpoint);
            }
        });
        removed.addAll(changes.owners());
    }

    synchronized boolean isClean() {
        return dirty.isEmpty() && removed.isEmpty();
    }

    synchronized List<Frame> snapshot() {
        List<Frame> frames = new ArrayList<>(count);
        owners.forEach((owner, places) -> places.forEach((place, checkpoint) -> frames.add(CheckpointFrames.put(new CheckpointKey(owner, place), checkpoint))));
        return frames;
    }
}
