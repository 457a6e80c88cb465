package io.millrace.functions.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FunctionRegistryTest {

    private static final Failure NO_SPACE = new Failure(Failure.Code.INTERNAL_ERROR, "no space");
    private static final CodeReference CODE = new CodeReference("ab".repeat(32), 10);
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final FunctionRegistry registry = new FunctionRegistry(new MemoryCatalog(), clock);

    private static Configuration configuration(int timeout) {
        return new Configuration(FunctionRuntime.JAVA25, "H", "role", "", 128, timeout, Map.of(), "x86_64", 512);
    }

    private static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Function create(String name) {
        return now(registry.create(name, configuration(3), CODE, Map.of()));
    }

    @Test
    void aFunctionIsPendingUntilItIsSettled() {
        Function created = create("f");
        assertThat(created.state()).isEqualTo(Function.State.PENDING);
        assertThatThrownBy(() -> create("f")).isInstanceOf(RegistryFault.Taken.class);
        assertThatThrownBy(() -> now(registry.change("f", Optional.empty(), Optional.empty(), old -> old))).isInstanceOf(RegistryFault.Busy.class);
        Function settled = now(registry.settle(created, Optional.empty()));
        assertThat(settled.state()).isEqualTo(Function.State.ACTIVE);
        assertThat(settled.updateStatus()).isEqualTo(Function.UpdateStatus.SUCCESSFUL);
        assertThat(settled.revisionId()).isNotEqualTo(created.revisionId());
        assertThat(registry.find("f")).contains(settled);
    }

    @Test
    void aFailedUpdateLeavesAnActiveFunctionActive() {
        now(registry.settle(create("f"), Optional.empty()));
        Function changed = now(registry.change("f", Optional.empty(), Optional.empty(), old -> configuration(9)));
        assertThat(now(registry.settle(changed, Optional.of(NO_SPACE)))).satisfies(function -> {
            assertThat(function.state()).isEqualTo(Function.State.ACTIVE);
            assertThat(function.updateStatus()).isEqualTo(Function.UpdateStatus.FAILED);
            assertThat(function.failure()).contains(NO_SPACE);
        });
        assertThat(now(registry.settle(create("g"), Optional.of(NO_SPACE))).state()).isEqualTo(Function.State.FAILED);
    }

    @Test
    void whetherAFunctionRunsHereIsSaidAgainAtAStart() {
        Failure noJava = new Failure(Failure.Code.INVALID_RUNTIME, "no Java");
        Function active = now(registry.settle(create("f"), Optional.empty()));
        assertThat(now(registry.recheck(active, Optional.empty()))).isEqualTo(active);
        Function failed = now(registry.recheck(active, Optional.of(noJava)));
        assertThat(failed.state()).isEqualTo(Function.State.FAILED);
        assertThat(failed.failure()).contains(noJava);
        assertThat(now(registry.recheck(failed, Optional.of(noJava)))).isEqualTo(failed);
        Function again = now(registry.recheck(failed, Optional.empty()));
        assertThat(again.state()).isEqualTo(Function.State.ACTIVE);
        assertThat(again.failure()).isEmpty();
        Function changing = now(registry.change("f", Optional.empty(), Optional.empty(), old -> configuration(9)));
        assertThat(now(registry.recheck(again, Optional.of(noJava)))).isEqualTo(changing);
    }

    @Test
    void aRevisionGuardsAChange() {
        Function active = now(registry.settle(create("f"), Optional.empty()));
        assertThatThrownBy(() -> now(registry.change("f", Optional.of("old"), Optional.empty(), old -> old))).isInstanceOf(RegistryFault.Stale.class);
        clock.advance(Duration.ofSeconds(1));
        Function changed = now(registry.change("f", Optional.of(active.revisionId()), Optional.empty(), old -> configuration(9)));
        assertThat(changed.generation()).isEqualTo(2);
        assertThat(changed.modifiedAtMillis()).isEqualTo(active.modifiedAtMillis() + 1000);
    }

    @Test
    void tagsChangeNoRevision() {
        Function active = now(registry.settle(create("f"), Optional.empty()));
        Function tagged = now(registry.tag("f", tags -> Map.of("a", "b")));
        assertThat(tagged.revisionId()).isEqualTo(active.revisionId());
        assertThat(tagged.tags()).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void aLateSettlementOfANamesakeChangesNothing() {
        Function first = create("f");
        now(registry.delete("f"));
        assertThatThrownBy(() -> now(registry.delete("f"))).isInstanceOf(RegistryFault.Unknown.class);
        Function second = create("f");
        assertThat(second.creationId()).isGreaterThan(first.creationId());
        assertThat(now(registry.settle(first, Optional.empty())).state()).isEqualTo(Function.State.PENDING);
    }

    @Property(tries = 200)
    void bytesAndBackAgain(@ForAll @StringLength(min = 1, max = 64) String name, @ForAll long id, @ForAll @IntRange(min = 1) int generation,
            @ForAll @Size(max = 10) Map<@StringLength(max = 30) String, @StringLength(max = 100) String> map, @ForAll FunctionRuntime runtime,
            @ForAll Function.State state, @ForAll Function.UpdateStatus status, @ForAll boolean failed, @ForAll Failure.Code code) {
        Configuration configuration = new Configuration(runtime, "a.B::c", "role", "description", 3008, 900, map, "arm64", 1024);
        Optional<Failure> failure = failed ? Optional.of(new Failure(code, "reason")) : Optional.empty();
        Function function = new Function(name, id, generation, "revision", 5, configuration, CODE, state, status, failure, map);
        byte[] bytes = FunctionCodec.FUNCTIONS.codec().encode(function);
        assertThat(FunctionCodec.FUNCTIONS.codec().decode(bytes)).isEqualTo(function);
        assertThatThrownBy(() -> FunctionCodec.FUNCTIONS.codec().decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        bytes[0]++;
        assertThatThrownBy(() -> FunctionCodec.FUNCTIONS.codec().decode(bytes)).hasMessageContaining("version 3");
    }
}
