package io.millrace.functions.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A server that spawns a child with a child, says so, and waits to be killed. */
final class SpawnerMain {

    private SpawnerMain() {
    }

    /** @param arguments the spawner's directory, a mark for the children's environment */
    public static void main(String[] arguments) throws Exception {
        Spawner spawner = Spawner.open(Path.of(arguments[0]));
        ChildProcess child = spawner.spawn(new Launch(List.of("/bin/sh", "-c", "sleep 600 & sleep 601"), Map.of("MARK", arguments[1],
                "PATH", "/usr/bin:/bin"), Path.of("/"), OptionalInt.empty())).toCompletableFuture().get();
        System.out.println("spawned " + child.pid());
        Thread.currentThread().join();
    }
}
