package io.millrace.video.fragment.local;

import io.millrace.stream.StoreException;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A fragment's bytes in the parts' lane. */
final class LogContent implements FragmentContent {

    private final StreamFragments stream;
    private final StoredFragment stored;
    private final ReaderTasks readers;

    LogContent(StreamFragments stream, StoredFragment stored, ReaderTasks readers) {
        this.stream = stream;
        this.stored = stored;
        this.readers = readers;
    }

    @Override
    public Fragment fragment() {
        return stored.fragment();
    }

    @Override
    public CompletionStage<ByteBuffer> read(long offset) {
        if (offset < 0 || offset >= stored.fragment().bytes()) {
            throw new IndexOutOfBoundsException("offset " + offset + " of " + stored.fragment().bytes());
        }
        int part = (int) (offset / stored.partBytes());
        int within = (int) (offset % stored.partBytes());
        Found cached = new Found(part);
        if (stream.reader().readCached(stream.lanes.parts(), cached.position, cached.reader()) && cached.has(within)) {
            return CompletableFuture.completedFuture(cached.from(within));
        }
        return readers.run(() -> {
            Found found = new Found(part);
            stream.reader().read(stream.lanes.parts(), found.position, found.reader());
            if (!found.has(within)) {
                throw new StoreException.DiskFailed("part " + part + " of fragment " + stored.fragment().number()
                        + " is damaged or was trimmed", null);
            }
            return found.from(within);
        });
    }

    /** What a reading finds of one part. */
    private final class Found {

        private final int part;
        private final long position;
        private ByteBuffer content;

        Found(int part) {
            this.part = part;
            this.position = stored.firstPart() + part;
        }

        EntryReader reader() {
            return new EntryReader(position, position + 1, (at, entry) -> {
                content = PartEntry.content(entry, part, stored.fragment().number());
                return false;
            });
        }

        boolean has(int within) {
            return content != null && content.limit() > within;
        }

        ByteBuffer from(int within) {
            return content.slice(within, content.limit() - within);
        }
    }
}
