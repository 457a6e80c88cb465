package io.millrace.firehose.columnar.parquet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.orc.TypeDescription;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** A writer for each type. */
final class ValueWriters {

    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588, SECONDS_OF_DAY = 86_400, NANOS_OF_SECOND = 1_000_000_000;
    private static final int INT96_BYTES = 12;

    private ValueWriters() {
    }

    static ValueWriter of(TypeDescription type) {
        return switch (type.getCategory()) {
            case BOOLEAN -> (value, record) -> record.addBoolean((Boolean) value);
            case BYTE, SHORT, INT, DATE -> (value, record) -> record.addInteger(((Long) value).intValue());
            case LONG -> (value, record) -> record.addLong((Long) value);
            case FLOAT -> (value, record) -> record.addFloat(((Double) value).floatValue());
            case DOUBLE -> (value, record) -> record.addDouble((Double) value);
            case STRING, VARCHAR, CHAR, BINARY -> (value, record) -> record.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case TIMESTAMP, TIMESTAMP_INSTANT -> (value, record) -> record.addBinary(int96((Instant) value));
            case DECIMAL -> {
                int bytes = ParquetSchema.decimalBytes(type.getPrecision());
                yield (value, record) -> record.addBinary(decimal((BigDecimal) value, bytes));
            }
            case STRUCT -> struct(type);
            case LIST -> list(of(type.getChildren().getFirst()));
            case MAP -> map(of(type.getChildren().getFirst()), of(type.getChildren().get(1)));
            case UNION, Geometry, Geography -> throw new IllegalArgumentException("a column of type " + type + " cannot be written to Parquet");
        };
    }

    private static ValueWriter struct(TypeDescription type) {
        FieldsWriter fields = new FieldsWriter(type);
        return (value, record) -> {
            record.startGroup();
            fields.write((Object[]) value, record);
            record.endGroup();
        };
    }

    private static ValueWriter list(ValueWriter elements) {
        return (value, record) -> {
            List<?> list = (List<?>) value;
            record.startGroup();
            if (!list.isEmpty()) {
                record.startField(ParquetSchema.LIST, 0);
                for (Object element : list) {
                    record.startGroup();
                    field(ParquetSchema.ELEMENT, 0, elements, element, record);
                    record.endGroup();
                }
                record.endField(ParquetSchema.LIST, 0);
            }
            record.endGroup();
        };
    }

    private static ValueWriter map(ValueWriter keys, ValueWriter values) {
        return (value, record) -> {
            List<?> entries = (List<?>) value;
            record.startGroup();
            if (!entries.isEmpty()) {
                record.startField(ParquetSchema.KEY_VALUE, 0);
                for (Object entry : entries) {
                    record.startGroup();
                    field(ParquetSchema.KEY, 0, keys, ((Object[]) entry)[0], record);
                    field(ParquetSchema.VALUE, 1, values, ((Object[]) entry)[1], record);
                    record.endGroup();
                }
                record.endField(ParquetSchema.KEY_VALUE, 0);
            }
            record.endGroup();
        };
    }

    static void field(String name, int index, ValueWriter writer, Object value, RecordConsumer record) {
        if (value != null) {
            record.startField(name, index);
            writer.write(value, record);
            record.endField(name, index);
        }
    }

    /** Nanoseconds of the day and the Julian day, little endian. */
    private static Binary int96(Instant instant) {
        long seconds = instant.getEpochSecond();
        ByteBuffer bytes = ByteBuffer.allocate(INT96_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Math.floorMod(seconds, SECONDS_OF_DAY) * NANOS_OF_SECOND + instant.getNano());
        bytes.putInt((int) (Math.floorDiv(seconds, SECONDS_OF_DAY) + JULIAN_DAY_OF_EPOCH));
        return Binary.fromConstantByteArray(bytes.array());
    }

    /** The unscaled value, big endian, in all its bytes. */
    private static Binary decimal(BigDecimal value, int length) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (unscaled[0] < 0 ? -1 : 0));
        System.arraycopy(unscaled, 0, bytes, length - unscaled.length, unscaled.length);
        return Binary.fromConstantByteArray(bytes);
    }
}
