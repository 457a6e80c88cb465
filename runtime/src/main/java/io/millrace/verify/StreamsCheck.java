package io.millrace.verify;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.disk.Disk;
import io.millrace.stream.log.block.DurableEnd;
import io.millrace.stream.log.block.LogMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** All logs of all streams. */
final class StreamsCheck {

    private static final Pattern STREAM = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern STRIPE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private final Disk disk;
    private final Path directory;
    private final Findings findings;
    private final ShardEnds ends;

    /** @param directory {@code DATA/streams} */
    StreamsCheck(Disk disk, Path directory, Findings findings, ShardEnds ends) {
        this.disk = disk;
        this.directory = directory;
        this.findings = findings;
        this.ends = ends;
    }

    /**
     * @param checkpoints with the marks that the logs left
     * @param known       the streams of the catalog, if it can be read
     */
    void run(Map<CheckpointKey, Checkpoint> checkpoints, Optional<SortedSet<Long>> known) throws IOException {
        List<String> present = disk.list(directory);
        for (long stream : known.orElse(new TreeSet<>())) {
            if (!present.contains(Long.toString(stream))
                    && checkpoints.keySet().stream().anyMatch(key -> key.owner().equals(LogMarks.owner(stream)))) {
                findings.damage(directory.resolve(Long.toString(stream)), "is missing", "all records of this stream are lost");
            }
        }
        logs(present, checkpoints);
    }

    private void logs(List<String> present, Map<CheckpointKey, Checkpoint> checkpoints) throws IOException {
        LogCheck log = new LogCheck(disk, findings, ends);
        for (String stream : present) {
            Path streamDirectory = directory.resolve(stream);
            if (!STREAM.matcher(stream).matches()) {
                findings.note(streamDirectory, "is no stream's directory", "nothing of Millrace's; it is left alone");
                continue;
            }
            findings.tally.stream();
            for (String stripe : disk.list(streamDirectory)) {
                if (STRIPE.matcher(stripe).matches()) {
                    long id = Long.parseLong(stream);
                    int number = Integer.parseInt(stripe);
                    Optional<DurableEnd> mark = Optional.ofNullable(checkpoints.get(LogMarks.durableEndKey(id, number)))
                            .map(DurableEnd::of);
                    log.run(streamDirectory.resolve(stripe), id, number, mark);
                }
            }
        }
    }
}
