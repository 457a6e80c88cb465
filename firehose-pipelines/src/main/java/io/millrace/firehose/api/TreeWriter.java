package io.millrace.firehose.api;

import io.millrace.firehose.config.ConfigTree;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.model.ServiceModel;
import io.millrace.wire.model.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes a configuration as the model's description of it: only members that the description has, so an HTTP endpoint's access key is not among them. */
final class TreeWriter {

    /** What a description calls a configuration's member. */
    private static final Map<String, String> CONFIGURED_AS = Map.of("S3BackupDescription", "S3BackupConfiguration",
            "S3DestinationDescription", "S3Configuration");

    private final ServiceModel model;
    private final Map<String, WireName> names = new ConcurrentHashMap<>();

    TreeWriter(ServiceModel model) {
        this.model = model;
    }

    void structure(String shape, ConfigTree tree, WireWriter out) {
        write(model.structure(shape), tree.members(), out);
    }

    /** The members of a description with their values, in the model's order. */
    private Map<String, Shape.Member> present(Shape.Structure structure, Map<?, ?> values) {
        Map<String, Shape.Member> present = new LinkedHashMap<>();
        for (Shape.Member member : structure.members()) {
            String configured = CONFIGURED_AS.getOrDefault(member.name(), member.name());
            if (values.containsKey(configured)) {
                present.put(configured, member);
            }
        }
        return present;
    }

    private void write(Shape shape, Object value, WireWriter out) {
        switch (shape) {
            case Shape.Structure structure -> {
                Map<?, ?> values = (Map<?, ?>) value;
                out.beginObject();
                present(structure, values).forEach((configured, member) -> {
                    out.name(name(member.name()));
                    write(model.shape(member.shape()), values.get(configured), out);
                });
                out.endObject();
            }
            case Shape.ListOf list -> {
                out.beginList();
                ((List<?>) value).forEach(element -> write(model.shape(list.element()), element, out));
                out.endList();
            }
            case Shape.MapOf map -> {
                out.beginObject();
                ((Map<?, ?>) value).forEach((key, element) -> {
                    out.key((String) key);
                    write(model.shape(map.value()), element, out);
                });
                out.endObject();
            }
            case Shape.Text text -> out.text((String) value);
            case Shape.OneOf oneOf -> out.text((String) value);
            case Shape.Whole whole -> out.number((Long) value);
            case Shape.Real real -> out.real((Double) value);
            case Shape.Flag flag -> out.bool((Boolean) value);
            case Shape.Time time -> out.timestampMillis((Long) value);
            case Shape.Blob blob -> throw new IllegalStateException("a configuration has no blob: " + blob.name());
        }
    }

    private WireName name(String member) {
        return names.computeIfAbsent(member, WireName::of);
    }
}
