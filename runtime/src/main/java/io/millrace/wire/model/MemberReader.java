package io.millrace.wire.model;

import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.WireReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one body's values by their shapes and notes what breaks a limit. */
final class MemberReader {

    private final ServiceModel model;
    private final WireReader reader;
    private final Violations violations;

    MemberReader(ServiceModel model, WireReader reader, Violations violations) {
        this.model = model;
        this.reader = reader;
        this.violations = violations;
    }

    Members structure(Shape.Structure shape, String path) {
        Object[] values = new Object[shape.members().size()];
        long seen = 0;
        reader.beginObject();
        while (reader.nextMember()) {
            int index = shape.names().indexOf(reader.array(), reader.offset(), reader.length());
            String name = index < 0 ? reader.sliceText() : shape.names().get(index);
            if (index >= 0 && (seen & 1L << index) != 0) {
                throw new MalformedInput("Duplicate member " + name);
            }
            seen |= index < 0 ? 0 : 1L << index;
            if (reader.takeNull()) {
                continue;
            }
            String memberPath = Violations.pathOf(path, name.isEmpty() ? "?" : name);
            if (index < 0) {
                reader.skip();
                violations.unknown(memberPath);
            } else {
                values[index] = value(model.shape(shape.members().get(index).shape()), memberPath);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && shape.members().get(i).required()) {
                violations.missing(Violations.pathOf(path, shape.members().get(i).name()));
            }
        }
        return new Members(shape, values);
    }

    private Object value(Shape shape, String path) {
        return switch (shape) {
            case Shape.Structure structure -> structure(structure, path);
            case Shape.ListOf list -> list(list, path);
            case Shape.MapOf map -> map(map, path);
            case Shape.Text text -> text(text, path);
            case Shape.OneOf oneOf -> oneOf(oneOf, path);
            case Shape.Whole whole -> whole(whole, path);
            case Shape.Real real -> real(real, path);
            case Shape.Blob blob -> blob(blob, path);
            case Shape.Flag flag -> reader.bool();
            case Shape.Time time -> reader.timestampMillis();
        };
    }

    private List<Object> list(Shape.ListOf shape, String path) {
        List<Object> values = new ArrayList<>();
        reader.beginList();
        while (reader.nextElement()) {
            String elementPath = Violations.elementPath(path, values.size());
            if (reader.takeNull()) {
                violations.missing(elementPath);
            } else {
                values.add(value(model.shape(shape.element()), elementPath));
            }
        }
        shape.size().check(values.size(), values, path, violations);
        return values;
    }

    private Map<String, Object> map(Shape.MapOf shape, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        Shape.Text keyShape = (Shape.Text) model.shape(shape.key());
        reader.beginObject();
        while (reader.nextMember()) {
            String key = reader.sliceText();
            if (values.containsKey(key)) {
                throw new MalformedInput("Duplicate key in a map");
            }
            if (reader.takeNull()) {
                violations.missing(path + "." + key + ".member");
            } else {
                values.put(key, value(model.shape(shape.value()), path + "." + key + ".member"));
            }
        }
        if (values.keySet().stream().anyMatch(key -> keyShape.length().tooShort(key.length()) || keyShape.length().tooLong(key.length()))) {
            violations.add(values, path, "Map keys must satisfy constraint: [Member must have length less than or equal to "
                    + keyShape.length().most().orElse(Integer.MAX_VALUE) + ", Member must have length greater than or equal to "
                    + keyShape.length().least().orElse(0) + "]");
        }
        shape.size().check(values.size(), values, path, violations);
        return values;
    }

    private String text(Shape.Text shape, String path) {
        reader.text();
        String value = reader.sliceText();
        shape.check(value, path, violations);
        return value;
    }

    private String oneOf(Shape.OneOf shape, String path) {
        reader.text();
        String value = reader.sliceText();
        if (!shape.valueSet().contains(value)) {
            violations.add(value, path, "Member must satisfy enum value set: [" + String.join(", ", shape.values()) + "]");
        }
        return value;
    }

    private long whole(Shape.Whole shape, String path) {
        long value = reader.integer();
        if (shape.least().isPresent() && value < shape.least().getAsLong()) {
            violations.add(value, path, "Member must have value greater than or equal to " + shape.least().getAsLong());
        }
        if (shape.most().isPresent() && value > shape.most().getAsLong()) {
            violations.add(value, path, "Member must have value less than or equal to " + shape.most().getAsLong());
        }
        return value;
    }

    private double real(Shape.Real shape, String path) {
        double value = reader.real();
        if (shape.least().isPresent() && value < shape.least().getAsLong()) {
            violations.add(value, path, "Member must have value greater than or equal to " + shape.least().getAsLong());
        }
        if (shape.most().isPresent() && value > shape.most().getAsLong()) {
            violations.add(value, path, "Member must have value less than or equal to " + shape.most().getAsLong());
        }
        return value;
    }

    private byte[] blob(Shape.Blob shape, String path) {
        reader.blob();
        int decoded = reader.encoding().decodedLength(reader.array(), reader.offset(), reader.length());
        byte[] value = new byte[decoded];
        reader.encoding().decode(reader.array(), reader.offset(), reader.length(), value, 0, decoded);
        shape.length().check(decoded, "java.nio.HeapByteBuffer[pos=0 lim=" + decoded + " cap=" + decoded + "]", path, violations);
        return value;
    }
}
