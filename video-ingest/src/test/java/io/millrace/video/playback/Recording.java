package io.millrace.video.playback;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.ClusterReader;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlHandler;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.Frame;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.FragmentTag;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Matroska file taken apart: what stands before the clusters, and each cluster's content. */
public record Recording(MediaHead head, List<byte[]> clusters) {

    public static Recording of(byte[] file) {
        Splitter splitter = new Splitter();
        try {
            EbmlParser parser = new EbmlParser(splitter, EbmlLimits.defaults());
            parser.feed(file, 0, file.length);
            parser.end();
            return new Recording(MediaHead.of(splitter.elements.get(0), splitter.elements.get(1), splitter.elements.get(2)), splitter.clusters);
        } catch (EbmlException e) {
            throw new AssertionError(e);
        }
    }

    /** All frames of a cluster. */
    public List<Frame> frames(int cluster) {
        try {
            return ClusterReader.frames(clusters.get(cluster));
        } catch (EbmlException e) {
            throw new AssertionError(e);
        }
    }

    /** How many there are of a track, in all clusters. */
    public long frameCount(long track) {
        long frames = 0;
        for (int i = 0; i < clusters.size(); i++) {
            frames += frames(i).stream().filter(frame -> frame.track() == track).count();
        }
        return frames;
    }

    /** Commits all clusters as if they were sent now, as fast as they play; the clock moves on with them. */
    public List<Fragment> commitTo(FragmentStore store, StreamId stream, ManualClock clock, FragmentTag... tags) {
        long producerStartMillis = clock.millis();
        List<Fragment> committed = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            byte[] content = clusters.get(i);
            long start = timecode(i);
            long end = i + 1 < clusters.size() ? timecode(i + 1) : frames(i).stream().mapToLong(Frame::timecode).max().orElse(start);
            FragmentDraft draft = store.begin(stream);
            draft.write(content, 0, content.length);
            committed.add(Waiting.on(draft.commit(producerStartMillis + start, start, end - start, head, List.of(tags))));
            clock.advance(Duration.ofMillis(end - start));
        }
        return committed;
    }

    /** The cluster's own, in units of the segment's scale. */
    public long timecode(int cluster) {
        ClusterReader reader = new ClusterReader(frame -> { });
        try {
            reader.feed(clusters.get(cluster), 0, clusters.get(cluster).length);
        } catch (EbmlException e) {
            throw new AssertionError(e);
        }
        return reader.timecode();
    }

    private static final class Splitter implements EbmlHandler {

        private final List<byte[]> elements = new ArrayList<>();
        private final List<byte[]> clusters = new ArrayList<>();
        private ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public void begin(int id, long size) {
            if (isKept(id)) {
                content = new ByteArrayOutputStream();
            }
        }

        @Override
        public void inside(byte[] bytes, int from, int to) {
            content.write(bytes, from, to - from);
        }

        @Override
        public void end(int id) {
            if (id == ElementId.CLUSTER) {
                clusters.add(content.toByteArray());
            } else if (isKept(id)) {
                elements.add(ElementWriter.element(id, content.toByteArray()));
            }
        }

        private static boolean isKept(int id) {
            return id == ElementId.EBML || id == ElementId.INFO || id == ElementId.TRACKS || id == ElementId.CLUSTER;
        }
    }
}
