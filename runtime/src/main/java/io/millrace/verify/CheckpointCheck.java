package io.millrace.verify;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.local.LocalCheckpoints;
import io.millrace.disk.Disk;
import io.millrace.journal.JournalDamaged;
import io.millrace.journal.JournalFiles;
import io.millrace.journal.JournalKind;
import io.millrace.journal.JournalScan;
import io.millrace.stream.Position;
import io.millrace.stream.log.block.LogMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checkpoint journal, and that no checkpoint leads the records. */
final class CheckpointCheck {

    /** Places of owners that read shards; see {@link CheckpointKey}. */
    private static final Pattern SHARD = Pattern.compile("([1-9][0-9]{0,17})/([0-9]{1,9})");
    private final Disk disk;
    private final Path directory;
    private final Findings findings;

    /** @param directory {@code DATA/checkpoints} */
    CheckpointCheck(Disk disk, Path directory, Findings findings) {
        this.disk = disk;
        this.directory = directory;
        this.findings = findings;
    }

    /** Checks the journal and returns what it holds; empty when it cannot be read. */
    Map<CheckpointKey, Checkpoint> read() throws IOException {
        Map<CheckpointKey, Checkpoint> checkpoints = new HashMap<>();
        Optional<Path> current = JournalFiles.current(disk, directory);
        if (current.isEmpty()) {
            return checkpoints;
        }
        try {
            JournalScan scan = JournalScan.read(disk, current.get(), JournalKind.CHECKPOINTS);
            for (long offset : scan.damagedAt()) {
                findings.damage(current.get(), "is damaged at byte " + offset,
                        "what was checkpointed there is older now: records may be delivered again, none is skipped");
            }
            if (scan.tornBytes() > 0) {
                findings.note(current.get(), "has a torn tail of " + scan.tornBytes() + " bytes",
                        "normal after a crash; the next start cuts it off");
            }
            LocalCheckpoints.inspect(disk, directory).forEach((owner, places) -> places.forEach((place, checkpoint) ->
                    checkpoints.put(new CheckpointKey(owner, place), checkpoint)));
        } catch (JournalDamaged e) {
            findings.damage(directory, e.getMessage(), "the server does not start: restore the file from a copy, or remove it:"
                    + " then mappings begin where they were created to, and records are delivered again");
        }
        findings.tally.checkpoints(checkpoints.size());
        return checkpoints;
    }

    /**
     * Checks that no reader's checkpoint lies behind the durable end of its shard. Where all records are trimmed, the horizon is
     * that end; and a reader that began at the end of a shard in this epoch may stand at the epoch's first position.
     */
    void compare(Map<CheckpointKey, Checkpoint> checkpoints, ShardEnds ends, int epoch) {
        checkpoints.forEach((key, checkpoint) -> {
            Matcher place = SHARD.matcher(key.place());
            if (!place.matches()) {
                return;
            }
            long stream = Long.parseLong(place.group(1));
            int shard = Integer.parseInt(place.group(2));
            if (!ends.isKnown(stream)) {
                return;
            }
            OptionalLong end = ends.end(stream, shard);
            Checkpoint horizon = checkpoints.get(LogMarks.horizonKey(stream, shard));
            long bound = Math.max(end.orElse(0), Math.max(horizon == null ? 0 : horizon.position(),
                    Position.of(epoch, 0).value()));
            if (checkpoint.position() > bound) {
                Position position = new Position(checkpoint.position());
                findings.damage(directory, "checkpoint " + key.owner() + " " + key.place() + " is at " + position
                        + ", the shard's records end at " + new Position(bound), meaning(position, epoch));
            }
        });
    }

    private static String meaning(Position position, int epoch) {
        return position.epoch() > epoch
                ? "it leads: records that are put from now on could be skipped"
                : "records that were finished are gone: with durability os a power loss may do that, with fsync none; none"
                        + " to come is skipped, for the next start begins a new epoch";
    }
}
