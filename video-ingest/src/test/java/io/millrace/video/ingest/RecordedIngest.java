package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.fragment.FragmentDraft;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What parser and rules make of some bytes, fed in some cut, without a store: what a producer would be told and what be kept. */
final class RecordedIngest implements Progress {

    /** Beginnings, whole fragments with a hash of their content, and at last an error or the end. */
    private final List<String> events = new ArrayList<>();
    private final FragmentAssembler assembler;
    private final EbmlParser parser;
    private int drafts;

    private RecordedIngest(IngestLimits limits) {
        assembler = new FragmentAssembler(limits, ProducerTime.ABSOLUTE, this);
        parser = new EbmlParser(assembler, EbmlLimits.defaults());
    }

    /** Feeds pieces of at most so many bytes, random ones. */
    static List<String> of(byte[] bytes, int pieceBytesMax, IngestLimits limits, Random random) {
        RecordedIngest ingest = new RecordedIngest(limits);
        try {
            for (int at = 0; at < bytes.length;) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(pieceBytesMax));
                at = ingest.parser.feed(bytes, at, to);
            }
            ingest.parser.end();
            ingest.events.add("end");
        } catch (EbmlException broken) {
            ingest.events.add("ERROR " + AckError.INVALID_MKV_DATA);
        } catch (FragmentRefused refused) {
            ingest.events.add("ERROR " + refused.error());
        }
        return ingest.events;
    }

    @Override
    public FragmentDraft draft() {
        return new Draft(++drafts);
    }

    @Override
    public void timed(FragmentDraft draft, long timecodeMillis) {
        events.add("BUFFERING " + draft.number().value() + " " + timecodeMillis);
    }

    @Override
    public void written(FragmentDraft draft) {
        if (draft.serverTimeMillis() % 3 == 0) {
            parser.stop();
        }
    }

    @Override
    public void whole(FragmentDraft draft, WholeFragment fragment) {
        events.add("RECEIVED " + draft.number().value() + " " + fragment.timecodeMillis() + " " + fragment.durationMillis() + " "
                + fragment.tags() + " " + Arrays.hashCode(((Draft) draft).content.toByteArray()));
        parser.stop();
    }

    private static final class Draft extends NumberedDraft {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Draft(long number) {
            super(number);
        }

        @Override
        public void write(byte[] bytes, int from, int to) {
            content.write(bytes, from, to - from);
        }

        @Override
        public void discard() {
            content.reset();
        }
    }
}
