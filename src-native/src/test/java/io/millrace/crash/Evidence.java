package io.millrace.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known about a run from outside, and what is wrong with it. Each attempt to put has an id of its own, so sets of ids are compared,
 * never counts.
 *
 * @param attempted    the ids of all attempts
 * @param acknowledged for each producer, what it was told, in its order; a producer sends the next record only after the last one's answer
 * @param stored       for each shard, all its records in their order
 * @param delivered    what the function wrote down, in the order it did
 */
record Evidence(Set<String> attempted, List<List<Sighting>> acknowledged, Map<String, List<Sighting>> stored, List<Sighting> delivered) {

    /** One line for each broken promise; empty when all were kept. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        Map<String, Place> places = new HashMap<>();
        stored.values().forEach(records -> records.forEach(record -> checkStored(record, places, violations)));
        acknowledged.forEach(answers -> checkAcknowledged(answers, places, violations));
        stored.forEach((shard, records) -> checkOrder(shard, records, violations));
        stored.forEach((shard, records) -> checkDelivery(shard, records, violations));
        delivered.stream().filter(record -> !record.place().equals(places.get(record.id())))
                .forEach(record -> violations.add("the function saw what is not stored there: " + record));
        if (acknowledged.stream().allMatch(List::isEmpty)) {
            violations.add("nothing was acknowledged");
        }
        if (delivered.isEmpty()) {
            violations.add("nothing was delivered");
        }
        return violations;
    }

    private void checkStored(Sighting record, Map<String, Place> places, List<String> violations) {
        Place other = places.put(record.id(), record.place());
        if (other != null) {
            violations.add("stored twice: " + record + " and at " + other);
        }
        if (!attempted.contains(record.id())) {
            violations.add("stored, but nobody put it: " + record);
        }
    }

    private static void checkAcknowledged(List<Sighting> answers, Map<String, Place> places, List<String> violations) {
        Map<String, Sighting> lastOfShard = new HashMap<>();
        for (Sighting answer : answers) {
            if (!answer.place().equals(places.get(answer.id()))) {
                violations.add("acknowledged " + answer + ", but stored at " + places.get(answer.id()));
            }
            Sighting before = lastOfShard.put(answer.place().shard(), answer);
            if (before != null && !answer.place().isBehind(before.place())) {
                violations.add("put after the answer for " + before + ", but not behind it: " + answer);
            }
        }
    }

    private static void checkOrder(String shard, List<Sighting> records, List<String> violations) {
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).place().shard().equals(shard)) {
                violations.add("read from " + shard + ": " + records.get(i));
            }
            if (i > 0 && !records.get(i).place().isBehind(records.get(i - 1).place())) {
                violations.add("read after " + records.get(i - 1) + ", but not behind it: " + records.get(i));
            }
        }
    }

    /** Each delivery may repeat what came before, and may go one record further, never two: else a checkpoint was ahead of the function. */
    private void checkDelivery(String shard, List<Sighting> records, List<String> violations) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            indexes.put(records.get(i).id(), i);
        }
        int next = 0;
        for (Sighting delivery : delivered) {
            Integer index = delivery.place().shard().equals(shard) ? indexes.get(delivery.id()) : null;
            if (index != null && index > next) {
                violations.add("the function was not given " + records.get(next) + " before " + delivery);
            }
            next = index == null ? next : Math.max(next, index + 1);
        }
        Set<String> seen = new HashSet<>();
        delivered.forEach(delivery -> seen.add(delivery.id()));
        records.stream().filter(record -> !seen.contains(record.id())).forEach(record -> violations.add("the function never saw " + record));
    }
}
