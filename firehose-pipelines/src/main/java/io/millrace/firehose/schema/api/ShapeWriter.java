package io.millrace.firehose.schema.api;

import io.millrace.wire.codec.ReplyBytes;
import io.millrace.wire.codec.WireFormat;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.model.ServiceModel;
import io.millrace.wire.model.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes plain values by their shapes: the members the shape has, in its order, others not. */
final class ShapeWriter {

    private final ServiceModel model;
    private final Map<String, WireName> names = new ConcurrentHashMap<>();

    ShapeWriter(ServiceModel model) {
        this.model = model;
    }

    byte[] json(String shape, Map<String, ?> values) {
        ReplyBytes bytes = new ReplyBytes(0);
        write(model.shape(shape), values, WireFormat.JSON.writer(bytes));
        return bytes.toByteArray();
    }

    void write(String shape, Map<String, ?> values, WireWriter out) {
        write(model.shape(shape), values, out);
    }

    private void write(Shape shape, Object value, WireWriter out) {
        switch (shape) {
            case Shape.Structure structure -> {
                Map<?, ?> values = (Map<?, ?>) value;
                out.beginObject();
                for (Shape.Member member : structure.members()) {
                    if (values.containsKey(member.name())) {
                        out.name(names.computeIfAbsent(member.name(), WireName::of));
                        write(model.shape(member.shape()), values.get(member.name()), out);
                    }
                }
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
            case Shape.Whole whole -> out.number(((Number) value).longValue());
            case Shape.Real real -> out.real((Double) value);
            case Shape.Flag flag -> out.bool((Boolean) value);
            case Shape.Time time -> out.timestampMillis((Long) value);
            case Shape.Blob blob -> throw new IllegalStateException("no part of the catalog has a blob: " + blob.name());
        }
    }
}
