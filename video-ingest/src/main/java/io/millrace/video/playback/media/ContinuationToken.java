package io.millrace.video.playback.media;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.FragmentNumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a reader has got to, as a text: the number of the last fragment it got, a point, the stream's creation id. */
final class ContinuationToken {

    private static final Pattern FORM = Pattern.compile("([0-9]{47})\\.([0-9a-z]{1,13})");

    private ContinuationToken() {
    }

    static String of(StreamId stream, FragmentNumber last) {
        return last.wire() + "." + Long.toString(stream.value(), Character.MAX_RADIX);
    }

    /** The last fragment's number, if the token is one of this stream. */
    static Optional<FragmentNumber> read(String token, StreamId stream) {
        Matcher matcher = FORM.matcher(token);
        return matcher.matches() && matcher.group(2).equals(Long.toString(stream.value(), Character.MAX_RADIX))
                ? FragmentNumber.parse(matcher.group(1)) : Optional.empty();
    }
}
