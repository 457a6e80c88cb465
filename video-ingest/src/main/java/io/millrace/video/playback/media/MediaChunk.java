package io.millrace.video.playback.media;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentTag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands around a fragment's content. Before it: the producer's EBML header, a segment of unknown size with the producer's
 * headers and tags, the service's tags, the cluster's header. Behind it: where the reader is. Names: Kinesis Video Streams
 * Developer Guide, GetMedia and GetMediaForFragmentList. Pure.
 */
final class MediaChunk {

    private static final String PREFIX = "AWS_KINESISVIDEO_";

    private MediaChunk() {
    }

    /**
     * All before the cluster's content.
     *
     * @param isArchived for GetMediaForFragmentList, whose two times have a second spelling in the guide; clients know either
     */
    static ByteBuffer before(Fragment fragment, boolean isArchived) {
        List<FragmentTag> service = new ArrayList<>();
        service.add(new FragmentTag(PREFIX + "FRAGMENT_NUMBER", fragment.number().wire()));
        String server = seconds(fragment.serverTimeMillis());
        String producer = seconds(fragment.producerTimeMillis());
        service.add(new FragmentTag(PREFIX + "SERVER_TIMESTAMP", server));
        service.add(new FragmentTag(PREFIX + "PRODUCER_TIMESTAMP", producer));
        if (isArchived) {
            service.add(new FragmentTag(PREFIX + "SERVER_SIDE_TIMESTAMP", server));
            service.add(new FragmentTag(PREFIX + "PRODUCER_SIDE_TIMESTAMP", producer));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(fragment.head().documentStart());
        if (!fragment.tags().isEmpty()) {
            bytes.writeBytes(tags(fragment.tags()));
        }
        bytes.writeBytes(tags(service));
        bytes.writeBytes(ElementWriter.header(ElementId.CLUSTER, fragment.bytes()));
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** All behind the cluster of a GetMedia chunk. */
    static ByteBuffer behind(long millisBehindNow, String continuationToken) {
        return ByteBuffer.wrap(tags(List.of(new FragmentTag(PREFIX + "MILLIS_BEHIND_NOW", Long.toString(millisBehindNow)),
                new FragmentTag(PREFIX + "CONTINUATION_TOKEN", continuationToken))));
    }

    /** Why GetMedia ends, within the segment that is open. */
    static ByteBuffer ending(int errorId, String errorCode) {
        return ByteBuffer.wrap(tags(List.of(new FragmentTag(PREFIX + "ERROR_CODE", errorCode),
                new FragmentTag(PREFIX + "ERROR_ID", Integer.toString(errorId)))));
    }

    /** Instead of a fragment that cannot be given, in a document of its own. */
    static ByteBuffer missing(String fragmentNumber, int errorCode, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ElementWriter.element(ElementId.EBML, ElementWriter.text(ElementId.DOC_TYPE, "matroska")));
        bytes.writeBytes(ElementWriter.header(ElementId.SEGMENT, -1));
        bytes.writeBytes(tags(List.of(new FragmentTag(PREFIX + "FRAGMENT_NUMBER", fragmentNumber),
                new FragmentTag(PREFIX + "EXCEPTION_ERROR_CODE", Integer.toString(errorCode)),
                new FragmentTag(PREFIX + "EXCEPTION_MESSAGE", message))));
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static byte[] tags(List<FragmentTag> tags) {
        ByteArrayOutputStream simple = new ByteArrayOutputStream();
        for (FragmentTag tag : tags) {
            ByteArrayOutputStream pair = new ByteArrayOutputStream();
            pair.writeBytes(ElementWriter.text(ElementId.TAG_NAME, tag.name()));
            pair.writeBytes(ElementWriter.text(ElementId.TAG_STRING, tag.value()));
            simple.writeBytes(ElementWriter.element(ElementId.SIMPLE_TAG, pair.toByteArray()));
        }
        return ElementWriter.element(ElementId.TAGS, ElementWriter.element(ElementId.TAG, simple.toByteArray()));
    }

    /** Seconds since the epoch with three digits behind the point. */
    private static String seconds(long millis) {
        return Math.floorDiv(millis, 1000L) + "." + "%03d".formatted(Math.floorMod(millis, 1000L));
    }
}
