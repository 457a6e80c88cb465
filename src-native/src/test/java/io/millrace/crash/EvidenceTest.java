package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** Each broken promise, made by hand, is seen by the judge of the crash tests; a run that keeps them all is not accused. */
class EvidenceTest {

    private static final Sighting A = at("a", "s0", 1), B = at("b", "s0", 2), C = at("c", "s0", 3), D = at("d", "s1", 1);

    private final Set<String> attempted = new LinkedHashSet<>(List.of("a", "b", "c", "d", "lost"));
    private final List<Sighting> acknowledged = new ArrayList<>(List.of(A, B, D));
    private final Map<String, List<Sighting>> stored = new LinkedHashMap<>(Map.of("s0", List.of(A, B, C), "s1", List.of(D)));
    private final List<Sighting> delivered = new ArrayList<>(List.of(A, B, D, A, B, C));

    @Test
    void keptPromisesAreNotAccused() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void aLostAcknowledgedRecord() {
        stored.put("s1", List.of());
        assertThat(violations()).anyMatch(line -> line.startsWith("acknowledged Sighting[id=d") && line.endsWith("stored at null"));
    }

    @Test
    void anAcknowledgedRecordElsewhere() {
        stored.put("s1", List.of(at("d", "s1", 9)));
        assertThat(violations()).anyMatch(line -> line.startsWith("acknowledged Sighting[id=d"));
    }

    @Test
    void aRecordStoredTwice() {
        stored.put("s1", List.of(D, at("c", "s1", 2)));
        assertThat(violations()).anyMatch(line -> line.startsWith("stored twice: Sighting[id=c"));
    }

    @Test
    void aRecordNobodyPut() {
        attempted.remove("c");
        assertThat(violations()).anyMatch(line -> line.startsWith("stored, but nobody put it: Sighting[id=c"));
    }

    @Test
    void readingOutOfOrder() {
        stored.put("s0", List.of(A, C, B));
        assertThat(violations()).anyMatch(line -> line.startsWith("read after"));
    }

    @Test
    void aNumberUsedTwice() {
        stored.put("s0", List.of(A, B, at("c", "s0", 2)));
        assertThat(violations()).anyMatch(line -> line.startsWith("read after"));
    }

    @Test
    void answersOutOfOrder() {
        acknowledged.clear();
        acknowledged.addAll(List.of(B, A, D));
        assertThat(violations()).anyMatch(line -> line.startsWith("put after the answer for Sighting[id=b"));
    }

    @Test
    void aSkippedDeliveryThoughRepeatedLater() {
        delivered.clear();
        delivered.addAll(List.of(A, C, D, B, C));
        assertThat(violations()).containsExactly("the function was not given " + B + " before " + C);
    }

    @Test
    void aRecordNeverDelivered() {
        delivered.remove(C);
        assertThat(violations()).containsExactly("the function never saw " + C);
    }

    @Test
    void aDeliveryOfWhatIsNotStored() {
        delivered.add(at("lost", "s0", 4));
        assertThat(violations()).anyMatch(line -> line.startsWith("the function saw what is not stored there"));
    }

    @Test
    void aRunInWhichNothingHappened() {
        acknowledged.clear();
        delivered.clear();
        stored.clear();
        assertThat(violations()).containsExactly("nothing was acknowledged", "nothing was delivered");
    }

    private List<String> violations() {
        return new Evidence(attempted, List.of(acknowledged), stored, delivered).violations();
    }

    private static Sighting at(String id, String shard, int number) {
        return new Sighting(id, new Place(shard, "%056d".formatted(number)));
    }
}
