package io.millrace.video.ebml;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.video.fragment.Heads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaHeadTest {

    @Test
    void tracksAreReadAndBytesStayAsTheyWere() throws EbmlException {
        MediaHead head = Heads.video(2);
        assertThat(head.timestampScaleNanos()).isEqualTo(1_000_000);
        assertThat(head.tracks()).extracting(Track::number).containsExactly(1L, 2L);
        assertThat(head.tracks()).extracting(Track::kind).containsOnly(Track.Kind.VIDEO);
        assertThat(head.tracks()).extracting(Track::codecId).containsOnly("V_MPEG/ISO/AVC");
        assertThat(head.tracks().getFirst().codecPrivate()).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(5));
        assertThat(MediaHead.of(head.ebml(), head.info(), head.tracksElement())).isEqualTo(head).hasSameHashCodeAs(head);
        assertThat(head).isNotEqualTo(Heads.video(1));
    }

    @Test
    void aHeadBeginsADocument() throws EbmlException {
        byte[] start = Heads.video(1).documentStart();
        List<Integer> begun = new ArrayList<>();
        EbmlParser parser = new EbmlParser(new EbmlHandler() {
            @Override
            public void begin(int id, long size) {
                begun.add(id);
            }
        }, EbmlLimits.defaults());
        parser.feed(start, 0, start.length);
        parser.end();
        assertThat(begun).containsExactly(ElementId.EBML, ElementId.SEGMENT, ElementId.INFO, ElementId.TRACKS, ElementId.TRACK_ENTRY);
    }
}
