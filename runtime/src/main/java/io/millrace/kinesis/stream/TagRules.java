package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What tags may be, beside the model's lengths (AWS General Reference, "Tag naming and usage conventions"). */
final class TagRules {

    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final String RESERVED = "aws:";

    private TagRules() {
    }

    /** Throws the fault of tags a stream may not have. */
    static void check(Map<String, String> tags) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (!CHARACTERS.matcher(tag.getKey()).matches() || !CHARACTERS.matcher(tag.getValue()).matches()) {
                throw KinesisFault.ARGUMENT.because("Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space,"
                        + " _ . / = + - @ :.");
            }
            if (tag.getKey().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw KinesisFault.ARGUMENT.because("Tag keys must not begin with " + RESERVED);
            }
        }
        if (tags.size() > KinesisLimits.TAGS_MAX) {
            throw KinesisFault.ARGUMENT.because("A given stream cannot have more than " + KinesisLimits.TAGS_MAX + " tags associated with it.");
        }
    }
}
