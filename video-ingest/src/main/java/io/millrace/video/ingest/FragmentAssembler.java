package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlHandler;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.MediaHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes fragments of what the parser tells: collects a document's head and a cluster's tags, writes a cluster's bytes to its draft,
 * holds everything against the rules. Throws {@link FragmentRefused} where one is broken.
 */
public final class FragmentAssembler implements EbmlHandler {

    private static final byte[] NO_INFO = ElementWriter.element(ElementId.INFO, new byte[0]);
    private final IngestLimits limits;
    private final ProducerTime time;
    private final Progress progress;
    private final TagCollector tags;
    private ByteArrayOutputStream collected;
    private byte[] ebml;
    private byte[] info;
    private byte[] tracks;
    private MediaHead head;
    private MediaHead lastHead;
    private OpenCluster cluster;
    private long lastTimecodeMillis = -1;

    public FragmentAssembler(IngestLimits limits, ProducerTime time, Progress progress) {
        this.limits = limits;
        this.time = time;
        this.progress = progress;
        this.tags = new TagCollector(limits);
    }

    /** The cluster that has begun and is not whole yet. */
    public Optional<OpenCluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    @Override
    public void begin(int id, long size) throws EbmlException {
        switch (id) {
            case ElementId.EBML -> {
                info = null;
                tracks = null;
                head = null;
                collect(size);
            }
            case ElementId.INFO, ElementId.TRACKS -> {
                head = null;
                collect(size);
            }
            case ElementId.CLUSTER -> beginCluster(size);
            case ElementId.SIMPLE_TAG -> tags.begin();
            case ElementId.BLOCK_GROUP -> cluster.beginGroup();
            default -> { }
        }
    }

    private void collect(long size) {
        if (size > limits.headBytesMax()) {
            throw new FragmentRefused(AckError.INVALID_MKV_DATA, "the document's head has an element of " + size + " bytes");
        }
        collected = new ByteArrayOutputStream((int) size);
    }

    private void beginCluster(long size) throws EbmlException {
        if (head == null) {
            if (tracks == null) {
                throw new FragmentRefused(AckError.INVALID_MKV_DATA, "a cluster comes before the tracks");
            }
            MediaHead sent = MediaHead.of(ebml, info == null ? NO_INFO : info, tracks);
            // fragments keep their head: one for all that have the same
            head = sent.equals(lastHead) ? lastHead : sent;
            lastHead = head;
            if (head.tracks().size() > limits.tracksMax()) {
                throw new FragmentRefused(AckError.MORE_THAN_ALLOWED_TRACKS_FOUND, "there are " + head.tracks().size() + " tracks");
            }
        }
        requireSize(size);
        cluster = new OpenCluster(progress.draft(), head, limits);
    }

    private void requireSize(long size) {
        if (size > limits.fragmentBytesMax()) {
            throw new FragmentRefused(AckError.MAX_FRAGMENT_SIZE_REACHED, "a fragment has " + size + " bytes");
        }
    }

    @Override
    public void inside(byte[] bytes, int from, int to) {
        if (collected != null) {
            collected.write(bytes, from, to - from);
        } else if (cluster != null) {
            requireSize(cluster.addBytes(to - from));
            cluster.draft().write(bytes, from, to);
            progress.written(cluster.draft());
        }
    }

    @Override
    public void value(int id, byte[] bytes) {
        switch (id) {
            case ElementId.TAG_NAME -> tags.name(bytes);
            case ElementId.TAG_STRING -> tags.value(bytes);
            case ElementId.TIMESTAMP -> timed(unsigned(bytes));
            case ElementId.BLOCK_DURATION -> cluster.duration(unsigned(bytes));
            default -> { }
        }
    }

    private void timed(long units) {
        long millis = cluster.timed(units);
        if (millis < lastTimecodeMillis) {
            throw new FragmentRefused(AckError.FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS,
                    "timecode " + millis + " follows " + lastTimecodeMillis);
        }
        time.at(millis);
        progress.timed(cluster.draft(), millis);
    }

    private static long unsigned(byte[] bytes) {
        if (bytes.length > Long.BYTES || bytes.length == Long.BYTES && bytes[0] < 0) {
            throw new FragmentRefused(AckError.INVALID_MKV_DATA, "an integer is too large");
        }
        return ByteBuffer.allocate(Long.BYTES).position(Long.BYTES - bytes.length).put(bytes).getLong(0);
    }

    @Override
    public void beginBlock(int id, long size) {
        cluster.beginBlock(size);
    }

    @Override
    public void block(byte[] bytes, int from, int to) throws EbmlException {
        cluster.block(bytes, from, to);
    }

    @Override
    public void endBlock(int id) throws EbmlException {
        cluster.endBlock();
    }

    @Override
    public void end(int id) throws EbmlException {
        switch (id) {
            case ElementId.EBML -> ebml = element(id);
            case ElementId.INFO -> info = element(id);
            case ElementId.TRACKS -> tracks = element(id);
            case ElementId.SIMPLE_TAG -> tags.end();
            case ElementId.CLUSTER -> endCluster();
            default -> { }
        }
    }

    private byte[] element(int id) {
        byte[] element = ElementWriter.element(id, collected.toByteArray());
        collected = null;
        return element;
    }

    private void endCluster() {
        OpenCluster whole = cluster;
        whole.requireAllTracks();
        lastTimecodeMillis = whole.timecodeMillis();
        cluster = null;
        progress.whole(whole.draft(), new Progress.WholeFragment(time.at(whole.timecodeMillis()), whole.timecodeMillis(),
                whole.durationMillis(), head, tags.take()));
    }
}
