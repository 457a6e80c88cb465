package io.millrace.video.playback;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A fragment's content that is asked of the store once and then remembered: as much memory as the fragment has bytes. One thread. */
final class ReadOnce implements FragmentContent {

    private final FragmentContent content;
    private final TreeMap<Long, ByteBuffer> pieces = new TreeMap<>();

    ReadOnce(FragmentContent content) {
        this.content = content;
    }

    @Override
    public Fragment fragment() {
        return content.fragment();
    }

    @Override
    public CompletionStage<ByteBuffer> read(long offset) {
        Map.Entry<Long, ByteBuffer> before = pieces.floorEntry(offset);
        if (before != null && offset - before.getKey() < before.getValue().remaining()) {
            int within = (int) (offset - before.getKey());
            return CompletableFuture.completedFuture(before.getValue().slice(within, before.getValue().remaining() - within));
        }
        return content.read(offset).thenApply(piece -> {
            pieces.put(offset, piece.slice());
            return piece;
        });
    }
}
