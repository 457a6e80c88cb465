package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;
import io.millrace.video.fragment.FragmentTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tags before a cluster. */
final class TagCollector {

    private static final String RESERVED = "AWS";
    private final IngestLimits limits;
    private List<FragmentTag> tags = new ArrayList<>();
    private String name;
    private String value;

    TagCollector(IngestLimits limits) {
        this.limits = limits;
    }

    void begin() {
        name = null;
        value = "";
    }

    void name(byte[] bytes) {
        name = new String(bytes, StandardCharsets.UTF_8);
        if (name.isEmpty() || name.length() > limits.tagNameCharsMax() || name.toUpperCase(Locale.ROOT).startsWith(RESERVED)) {
            throw refused("a tag's name is empty, longer than " + limits.tagNameCharsMax() + " or begins with " + RESERVED);
        }
    }

    void value(byte[] bytes) {
        if (bytes.length > limits.tagValueBytesMax()) {
            throw refused("a tag's value has " + bytes.length + " bytes");
        }
        value = new String(bytes, StandardCharsets.UTF_8);
    }

    void end() {
        if (name == null) {
            throw new FragmentRefused(AckError.INVALID_MKV_DATA, "a tag has no name");
        }
        if (tags.size() == limits.tagsMax()) {
            throw refused("there are more than " + limits.tagsMax() + " tags on a fragment");
        }
        tags.add(new FragmentTag(name, value));
    }

    private static FragmentRefused refused(String why) {
        return new FragmentRefused(AckError.FRAGMENT_METADATA_LIMIT_REACHED, why);
    }

    /** What was collected; the next tags are another cluster's. */
    List<FragmentTag> take() {
        List<FragmentTag> taken = tags;
        tags = new ArrayList<>();
        return taken;
    }
}
