package io.millrace.video.playback.media;

import io.millrace.stream.StreamId;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.wire.WireException;
import io.millrace.wire.model.Members;

/** Where a GetMedia begins. */
sealed interface StartSelector {

    /** With the fragment committed last, or the first to come. */
    record Now() implements StartSelector {
    }

    record Earliest() implements StartSelector {
    }

    /** Behind a fragment, whether or not it is still there. */
    record After(FragmentNumber number) implements StartSelector {
    }

    /** With the fragment that contains the time, or else the first after it. */
    record At(FragmentRange.Clock clock, long millis) implements StartSelector {
    }

    /** @throws WireException InvalidArgumentException when what the type needs is not there, or is not of this stream */
    static StartSelector read(Members selector, StreamId stream) {
        String type = selector.text("StartSelectorType").orElseThrow();
        return switch (type) {
            case "NOW" -> new Now();
            case "EARLIEST" -> new Earliest();
            case "FRAGMENT_NUMBER" -> new After(FragmentNumber.parse(needed(type, "AfterFragmentNumber", selector))
                    .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("AfterFragmentNumber is not the number of a fragment")));
            case "PRODUCER_TIMESTAMP" -> new At(FragmentRange.Clock.PRODUCER, time(type, selector));
            case "SERVER_TIMESTAMP" -> new At(FragmentRange.Clock.SERVER, time(type, selector));
            case "CONTINUATION_TOKEN" -> new After(ContinuationToken.read(needed(type, "ContinuationToken", selector), stream)
                    .orElseThrow(() -> VideoFault.INVALID_ARGUMENT.because("ContinuationToken is none of this stream")));
            default -> throw new IllegalStateException("the model has no start selector " + type);
        };
    }

    private static long time(String type, Members selector) {
        return selector.time("StartTimestamp").orElseThrow(() -> missing(type, "StartTimestamp"));
    }

    private static String needed(String type, String member, Members selector) {
        return selector.text(member).orElseThrow(() -> missing(type, member));
    }

    private static WireException missing(String type, String member) {
        return VideoFault.INVALID_ARGUMENT.because("A StartSelector of type " + type + " needs " + member);
    }
}
