package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Catalog} does. */
public abstract class CatalogContractTest {

    protected static final Kind<String> CITY = new Kind<>("city", new TextCodec());
    protected static final Kind<String> RIVER = new Kind<>("river", new TextCodec());
    private Catalog catalog;

    protected abstract Catalog newCatalog() throws Exception;

    @BeforeEach
    void openCatalog() throws Exception {
        catalog = newCatalog();
    }

    private long commit(Change change) throws Exception {
        return catalog.commit(change).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsPutIsThereWithTheChangesNumber() throws Exception {
        long number = commit(Change.create().put(CITY, "ulm", Change.ABSENT, "Danube"));
        assertThat(catalog.get(CITY, "ulm")).contains(new Entry<>("ulm", number, "Danube"));
        assertThat(catalog.get(RIVER, "ulm")).isEmpty();
        assertThat(catalog.get(CITY, "linz")).isEmpty();
    }

    @Test
    void anEntryChangesOnlyFromTheVersionExpected() throws Exception {
        long first = commit(Change.create().put(CITY, "ulm", Change.ABSENT, "a"));
        assertConflict(Change.create().put(CITY, "ulm", Change.ABSENT, "b"));
        assertConflict(Change.create().delete(CITY, "ulm", first + 1));
        assertConflict(Change.create().delete(CITY, "linz", 1));
        long second = commit(Change.create().put(CITY, "ulm", first, "c"));
        assertThat(second).isGreaterThan(first);
        assertThat(catalog.get(CITY, "ulm")).contains(new Entry<>("ulm", second, "c"));
        commit(Change.create().delete(CITY, "ulm", second));
        assertThat(catalog.get(CITY, "ulm")).isEmpty();
        commit(Change.create().put(CITY, "ulm", Change.ABSENT, "d"));
    }

    private void assertConflict(Change change) {
        assertThatThrownBy(() -> commit(change)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(Catalog.VersionConflict.class);
    }

    @Test
    void aChangeHappensWholeOrNotAtAll() throws Exception {
        long number = commit(Change.create().put(CITY, "ulm", Change.ABSENT, "a").put(RIVER, "danube", Change.ABSENT, "b"));
        assertThat(catalog.get(CITY, "ulm").orElseThrow().version()).isEqualTo(number);
        assertThat(catalog.get(RIVER, "danube").orElseThrow().version()).isEqualTo(number);
        assertConflict(Change.create().put(CITY, "linz", Change.ABSENT, "c").put(RIVER, "danube", Change.ABSENT, "d"));
        assertThat(catalog.get(CITY, "linz")).isEmpty();
    }

    @Test
    void entriesAreListedByKeyWithinTheirKind() throws Exception {
        for (String key : List.of("b", "a", "d", "c")) {
            commit(Change.create().put(CITY, key, Change.ABSENT, key + key));
        }
        commit(Change.create().put(RIVER, "b1", Change.ABSENT, "x"));
        assertThat(catalog.list(CITY, "", 10)).extracting(Entry::key).containsExactly("a", "b", "c", "d");
        assertThat(catalog.list(CITY, "b", 1)).extracting(Entry::value).containsExactly("cc");
        assertThat(catalog.list(CITY, "bb", 10)).extracting(Entry::key).containsExactly("c", "d");
        assertThat(catalog.list(CITY, "d", 10)).isEmpty();
    }

    @Test
    void numbersAndIdsOnlyRise() throws Exception {
        long id = catalog.nextId().toCompletableFuture().get(10, TimeUnit.SECONDS);
        long number = commit(Change.create().put(CITY, "ulm", Change.ABSENT, "a"));
        long later = catalog.nextId().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(id).isPositive();
        assertThat(later).isGreaterThan(number);
        assertThat(number).isGreaterThan(id);
    }

    @Test
    void followersAreToldInOrderOfTheirKindOnly() throws Exception {
        List<String> told = new ArrayList<>();
        AutoCloseable following = catalog.follow(CITY, new Catalog.Follower<>() {
            @Override
            public void onPut(Optional<Entry<String>> before, Entry<String> now) {
                told.add(before.map(Entry::value).orElse("-") + ">" + now.value());
            }

            @Override
            public void onDelete(Entry<String> before) {
                told.add(before.value() + ">-");
            }
        });
        long first = commit(Change.create().put(CITY, "ulm", Change.ABSENT, "a").put(RIVER, "danube", Change.ABSENT, "x"));
        long second = commit(Change.create().put(CITY, "ulm", first, "b"));
        long third = commit(Change.create().delete(CITY, "ulm", second));
        assertThat(told).containsExactly("->a", "a>b", "b>-");
        following.close();
        assertThat(commit(Change.create().put(CITY, "ulm", Change.ABSENT, "c"))).isGreaterThan(third);
        assertThat(told).hasSize(3);
    }

    @Test
    void ofManyWhoExpectTheSameVersionOneWins() {
        List<CompletableFuture<Long>> attempts = IntStream.range(0, 20).parallel()
                .mapToObj(i -> catalog.commit(Change.create().put(CITY, "ulm", Change.ABSENT, "v" + i)).toCompletableFuture()).toList();
        long won = attempts.stream().filter(attempt -> {
            try {
                attempt.orTimeout(10, TimeUnit.SECONDS).join();
                return true;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(Catalog.VersionConflict.class);
                return false;
            }
        }).count();
        assertThat(won).isEqualTo(1);
    }
}
