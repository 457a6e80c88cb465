package io.millrace.video.api;

import io.millrace.identity.Identity;
import io.millrace.video.stream.VideoStream;
import io.millrace.video.stream.VideoStreams;
import io.millrace.wire.model.Members;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the stream that a call names. */
public final class StreamLookup {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");
    private static final Pattern ARN = Pattern.compile("arn:[a-z\\d-]+:kinesisvideo:[a-z0-9-]+:[0-9]+:([a-z]+)/([a-zA-Z0-9_.-]+)/[0-9]+");

    private final VideoStreams streams;
    private final Identity identity;

    public StreamLookup(VideoStreams streams, Identity identity) {
        this.streams = streams;
        this.identity = identity;
    }

    /** By the members {@code StreamName} and {@code StreamARN}, one of which must be there. */
    public VideoStream find(Members call) {
        return find(call.text("StreamName"), call.text("StreamARN"));
    }

    /**
     * By name or ARN, one of which must be given.
     *
     * @throws io.millrace.wire.WireException when it is not one, or there is no such stream
     */
    public VideoStream find(Optional<String> name, Optional<String> arn) {
        if (name.isPresent() == arn.isPresent()) {
            throw VideoFault.INVALID_ARGUMENT.because("Either StreamName or StreamARN has to be specified, and not both.");
        }
        return name.isPresent() ? byName(name.get()) : byArn(arn.get());
    }

    private VideoStream byName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw VideoFault.INVALID_ARGUMENT.because("StreamName is not 1 to 256 of [a-zA-Z0-9_.-]: " + name);
        }
        return streams.find(name).orElseThrow(() -> unknown(name));
    }

    /** By ARN; another account, region or creation of the stream is not found. */
    public VideoStream byArn(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches() || !matcher.group(1).equals("stream")) {
            throw VideoFault.INVALID_ARGUMENT.because("This is not the ARN of a stream: " + arn);
        }
        return streams.find(matcher.group(2)).filter(stream -> stream.arn(identity).equals(arn)).orElseThrow(() -> unknown(arn));
    }

    /** Whether the stream has an archive now: its retention may have been changed, or it deleted, since it was found. */
    public boolean isArchived(VideoStream stream) {
        return streams.now(stream).filter(now -> now.retentionHours() > 0).isPresent();
    }

    public Identity identity() {
        return identity;
    }

    private static RuntimeException unknown(String what) {
        return VideoFault.NOT_FOUND.because("The requested stream is not found or not active: " + what);
    }
}
