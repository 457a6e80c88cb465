package io.millrace.video.fragment.local;

import io.millrace.stream.StoreException;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import java.nio.ByteBuffer;
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
        return readers.run(() -> readNow(offset));
    }

    private ByteBuffer readNow(long offset) {
        int part = (int) (offset / stored.partBytes());
        int within = (int) (offset % stored.partBytes());
        long position = stored.firstPart() + part;
        ByteBuffer[] found = new ByteBuffer[1];
        stream.reader().read(stream.lanes.parts(), position, new EntryReader(position, position + 1, (at, entry) -> {
            found[0] = PartEntry.content(entry, part, stored.fragment().number());
            return false;
        }));
        if (found[0] == null || found[0].limit() <= within) {
            throw new StoreException.DiskFailed("part " + part + " of fragment " + stored.fragment().number()
                    + " is damaged or was trimmed", null);
        }
        return found[0].slice(within, found[0].limit() - within);
    }
}
