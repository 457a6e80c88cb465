package io.millrace.functions.worker;

import io.millrace.functions.code.RunnableCode;
import io.millrace.functions.process.ChildProcess;
import io.millrace.functions.process.Launch;
import io.millrace.functions.runtimeapi.RuntimeApi;
import io.millrace.functions.runtimeapi.RuntimeConversation;
import io.millrace.invoke.Outcome;
import io.millrace.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that is a process. Its state changes on the loop only.
 *
 * <p>Edges: Starting → Idle → Running → Settling → Idle; any → Stopping → Ended; Starting → Ended and the like when the process ends by
 * itself. An invocation is ended when the function has answered (Running → Settling); Settling lasts until its output is collected and
 * the process has asked for the next one.
 */
final class ProcessWorker implements Worker, RuntimeConversation {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessWorker.class);
    private static final byte[] NO_OUTPUT = new byte[0];

    private final FunctionSpec spec;
    private final WorkerGround ground;
    private final Listener listener;
    private final RuntimeApi.Place place;
    private final long startedNanos;
    private Optional<Duration> initTook = Optional.empty();
    private Path scratch;
    private ChildProcess child;
    private WorkerOutput output;
    private State state;

    private sealed interface State {
        record Starting(EngineLoop.Timer limit) implements State { }

        record Idle(NextReply reply) implements State { }

        record Running(RunningInvocation invocation) implements State { }

        record Settling(boolean collected, Optional<NextReply> reply, EngineLoop.Timer limit) implements State { }

        record Stopping() implements State { }

        record Ended() implements State { }
    }

    private ProcessWorker(FunctionSpec spec, WorkerGround ground, Listener listener) {
        this.spec = spec;
        this.ground = ground;
        this.listener = listener;
        this.place = ground.runtimeApi().register(this);
        this.startedNanos = ground.clock().nanos();
        this.state = new State.Starting(ground.loop().after(ground.initMax(), this::initTimedOut));
    }

    /** Starts one. On the loop. */
    static Worker start(FunctionSpec spec, WorkerGround ground, Listener listener) {
        ProcessWorker worker = new ProcessWorker(spec, ground, listener);
        worker.launch();
        return worker;
    }

    private void launch() {
        OptionalInt uid = ground.users().isEmpty() ? OptionalInt.empty() : ground.users().of(spec.creationId());
        if (!ground.users().isEmpty() && uid.isEmpty()) {
            ground.loop().execute(() -> startFailed(new IOException("all users of the range are taken by other functions")));
            return;
        }
        CompletableFuture.supplyAsync(() -> prepare(uid), ground.files())
                .thenCompose(ground.spawner()::spawn)
                .whenComplete((process, failure) -> {
                    if (failure == null) {
                        ground.outputs().attach(spec.name(), process, attached -> ground.loop().execute(() -> started(process, attached)));
                    } else {
                        ground.loop().execute(() -> startFailed(failure));
                    }
                });
    }

    private Launch prepare(OptionalInt uid) {
        try {
            RunnableCode code = ground.copies().get(spec.code(), spec.layout(), uid);
            Path directory = Scratch.create(ground.scratch(), uid);
            ground.loop().execute(() -> scratch = directory);
            return ground.command().launch(spec, code, directory, place.address(), uid);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void started(ChildProcess process, WorkerOutput attached) {
        child = process;
        output = attached;
        process.exited().whenComplete((code, failure) -> ground.loop().execute(() -> exited(failure == null ? code : -1)));
        if (state instanceof State.Stopping) {
            process.kill();
        }
    }

    private void startFailed(Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        LOGGER.atWarn().addKeyValue("function", spec.name()).setCause(cause).log("worker not started");
        if (state instanceof State.Starting starting) {
            starting.limit().cancel();
            listener.initFailed(this, FunctionErrors.notStarted(cause), NO_OUTPUT);
        }
        end();
    }

    @Override
    public FunctionSpec spec() {
        return spec;
    }

    @Override
    public void run(Invocation invocation) {
        if (!(state instanceof State.Idle idle)) {
            throw new IllegalStateException("worker of " + spec.name() + " is not idle but " + state);
        }
        output.begin(invocation.requestId());
        Duration timeout = Duration.ofSeconds(spec.configuration().timeoutSeconds());
        long deadlineMillis = ground.clock().millis() + timeout.toMillis();
        state = new State.Running(new RunningInvocation(invocation, ground.clock().nanos(),
                ground.loop().after(timeout, () -> timedOut(invocation, timeout))));
        idle.reply().send(new HandOver(invocation.requestId(), invocation.payload(), deadlineMillis, spec.arn(), invocation.traceId(),
                invocation.clientContext()));
    }

    @Override
    public void stop() {
        if (state instanceof State.Running running) {
            running.invocation().limit().cancel();
            fail(running.invocation(), FunctionErrors.stopped(running.invocation().requestId()), Optional.empty());
        }
        kill();
    }

    @Override
    public void next(NextReply reply) {
        ground.loop().execute(() -> {
            switch (state) {
                case State.Starting starting -> {
                    starting.limit().cancel();
                    initTook = Optional.of(Duration.ofNanos(ground.clock().nanos() - startedNanos));
                    ground.metrics().initialised(initTook.get());
                    whenAttached(reply);
                }
                case State.Idle idle -> state = new State.Idle(reply);
                case State.Settling settling -> settle(new State.Settling(settling.collected(), Optional.of(reply), settling.limit()));
                case State.Running running -> LOGGER.atWarn().addKeyValue("function", spec.name()).log("worker asks for more before it has answered");
                case State.Stopping stopping -> { }
                case State.Ended ended -> { }
            }
        });
    }

    /** The process may be quicker than we are to learn that it has been started. */
    private void whenAttached(NextReply reply) {
        if (output == null) {
            ground.loop().execute(() -> whenAttached(reply));
        } else if (state instanceof State.Starting) {
            state = new State.Idle(reply);
            listener.idle(this);
        }
    }

    @Override
    public void response(String requestId, byte[] payload, Verdict verdict) {
        ground.loop().execute(() -> answered(requestId, verdict, took -> new Outcome.Done(payload, took)));
    }

    @Override
    public void responseTooLarge(String requestId) {
        ground.loop().execute(() -> answered(requestId, null, took -> new Outcome.Failed(FunctionErrors.UNHANDLED,
                FunctionErrors.responseTooLarge(), took)));
    }

    @Override
    public void error(String requestId, byte[] payload, Verdict verdict) {
        ground.loop().execute(() -> answered(requestId, verdict, took -> new Outcome.Failed(FunctionErrors.UNHANDLED, payload, took)));
    }

    @Override
    public void initError(byte[] payload) {
        ground.loop().execute(() -> {
            if (state instanceof State.Starting starting) {
                starting.limit().cancel();
                kill();
                reportInitFailure(tail -> payload);
            }
        });
    }

    private void answered(String requestId, Verdict verdict, Function<Duration, Outcome> outcome) {
        if (state instanceof State.Running running && running.invocation().requestId().equals(requestId)) {
            RunningInvocation invocation = running.invocation();
            invocation.limit().cancel();
            state = new State.Settling(false, Optional.empty(), ground.loop().after(ground.initMax(), this::kill));
            collect(invocation, outcome.apply(invocation.took(ground.clock().nanos())), Optional.empty());
            if (verdict != null) {
                verdict.accept();
            }
        } else if (verdict != null) {
            verdict.refuse();
        }
    }

    private void settle(State.Settling settling) {
        state = settling;
        if (settling.collected() && settling.reply().isPresent()) {
            settling.limit().cancel();
            state = new State.Idle(settling.reply().get());
            listener.idle(this);
        }
    }

    private void timedOut(Invocation invocation, Duration timeout) {
        if (state instanceof State.Running running && running.invocation().requestId().equals(invocation.requestId())) {
            fail(running.invocation(), FunctionErrors.timedOut(invocation.requestId(), timeout),
                    Optional.of("Task timed out after " + FunctionErrors.seconds(timeout) + " seconds"));
            kill();
        }
    }

    private void fail(RunningInvocation invocation, byte[] error, Optional<String> lastLine) {
        collect(invocation, new Outcome.Failed(FunctionErrors.UNHANDLED, error, invocation.took(ground.clock().nanos())), lastLine);
        state = new State.Stopping();
    }

    /** Ends the invocation, after its output has been collected if that is wanted, and has it collected in any case. */
    private void collect(RunningInvocation invocation, Outcome outcome, Optional<String> lastLine) {
        if (!invocation.invocation().tailWanted()) {
            invocation.invocation().end(outcome);
        }
        String[] lines = invocation.report(spec.configuration().memoryMebibytes(), child.peakMemoryBytes(), ground.clock().nanos(),
                initTook, lastLine);
        initTook = Optional.empty();
        ground.outputs().finish(output, tail -> {
            invocation.invocation().end(outcome, tail);
            ground.loop().execute(() -> {
                if (state instanceof State.Settling settling) {
                    settle(new State.Settling(true, settling.reply(), settling.limit()));
                }
            });
        }, lines);
    }

    private void initTimedOut() {
        if (state instanceof State.Starting) {
            LOGGER.atWarn().addKeyValue("function", spec.name()).addKeyValue("seconds", ground.initMax().toSeconds()).log("worker not ready in time");
            reportInitFailure(tail -> FunctionErrors.initTimedOut(ground.initMax(), tail));
            kill();
        }
    }

    /** Tells it when what the process has written so far has been collected. */
    private void reportInitFailure(Function<byte[], byte[]> error) {
        if (output == null) {
            listener.initFailed(this, error.apply(NO_OUTPUT), NO_OUTPUT);
        } else {
            ground.outputs().finish(output, tail -> ground.loop().execute(() -> listener.initFailed(this, error.apply(tail), tail)));
        }
    }

    private void kill() {
        state = new State.Stopping();
        place.close();
        if (child != null) {
            child.kill();
        }
    }

    private void exited(int code) {
        State before = state;
        state = new State.Ended();
        if (before instanceof State.Running running) {
            RunningInvocation invocation = running.invocation();
            invocation.limit().cancel();
            collect(invocation, new Outcome.Failed(FunctionErrors.UNHANDLED, FunctionErrors.exited(invocation.requestId(), code),
                    invocation.took(ground.clock().nanos())), Optional.of("RequestId: " + invocation.requestId() + " Process exited with " + code));
        }
        ground.outputs().detach(spec.name(), output, end -> ground.loop().execute(() -> {
            if (before instanceof State.Starting starting) {
                starting.limit().cancel();
                LOGGER.atWarn().addKeyValue("function", spec.name()).addKeyValue("exitCode", code).log("worker ended before it was ready");
                listener.initFailed(this, FunctionErrors.initExited(code, end), end);
            }
            end();
        }));
    }

    private void end() {
        state = new State.Ended();
        place.close();
        listener.ended(this);
        ground.files().execute(() -> {
            try {
                if (scratch != null) {
                    Scratch.delete(scratch);
                }
            } catch (IOException e) {
                LOGGER.atWarn().addKeyValue("function", spec.name()).setCause(e).log("worker's directory not deleted");
            }
        });
    }
}
