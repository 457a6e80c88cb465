package io.millrace.video.fragment;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A committed fragment's cluster content, to be read piece by piece. Any thread; needs no closing. */
public interface FragmentContent {

    Fragment fragment();

    /**
     * The bytes from an offset on, as many as lie together: at least 1, at most 1 MiB; read-only. Read on behind them until
     * {@link Fragment#bytes} are read. Fails with {@link io.millrace.stream.StoreException.DiskFailed} when they are damaged or were
     * trimmed meanwhile.
     *
     * @param offset 0 to less than the fragment's bytes
     */
    CompletionStage<ByteBuffer> read(long offset);
}
