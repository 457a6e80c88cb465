package io.millrace.firehose.columnar.parquet;

import java.math.BigInteger;
import org.apache.orc.TypeDescription;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Hive's types as Parquet's. Every field may be null. */
final class ParquetSchema {

    static final String ELEMENT = "element", KEY = "key", VALUE = "value", LIST = "list", KEY_VALUE = "key_value";
    private static final int BYTE_BITS = 8, SHORT_BITS = 16;
    private static final int DECIMAL_DIGITS_MAX = 38;
    private static final int[] BYTES_OF_PRECISION = bytesOfPrecision();

    private ParquetSchema() {
    }

    static MessageType of(TypeDescription row) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (int i = 0; i < row.getChildren().size(); i++) {
            message.addField(type(row.getFieldNames().get(i), row.getChildren().get(i), Type.Repetition.OPTIONAL));
        }
        return message.named("hive_schema");
    }

    /** Bytes that hold every number of so many decimal digits. */
    static int decimalBytes(int precision) {
        return BYTES_OF_PRECISION[precision];
    }

    private static Type type(String name, TypeDescription type, Type.Repetition repetition) {
        return switch (type.getCategory()) {
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case BYTE -> Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.intType(BYTE_BITS)).named(name);
            case SHORT -> Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.intType(SHORT_BITS)).named(name);
            case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case STRING, VARCHAR, CHAR -> Types.primitive(PrimitiveTypeName.BINARY, repetition).as(LogicalTypeAnnotation.stringType()).named(name);
            case BINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case DATE -> Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.dateType()).named(name);
            case TIMESTAMP, TIMESTAMP_INSTANT -> Types.primitive(PrimitiveTypeName.INT96, repetition).named(name);
            case DECIMAL -> Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition).length(decimalBytes(type.getPrecision()))
                    .as(LogicalTypeAnnotation.decimalType(type.getScale(), type.getPrecision())).named(name);
            case STRUCT -> struct(name, type, repetition);
            case LIST -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType())
                    .addField(new GroupType(Type.Repetition.REPEATED, LIST, type(ELEMENT, type.getChildren().getFirst(), Type.Repetition.OPTIONAL)))
                    .named(name);
            case MAP -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType())
                    .addField(new GroupType(Type.Repetition.REPEATED, KEY_VALUE, type(KEY, type.getChildren().getFirst(), Type.Repetition.REQUIRED),
                            type(VALUE, type.getChildren().get(1), Type.Repetition.OPTIONAL)))
                    .named(name);
            case UNION, Geometry, Geography -> throw new IllegalArgumentException("a column of type " + type + " cannot be written to Parquet");
        };
    }

    private static GroupType struct(String name, TypeDescription type, Type.Repetition repetition) {
        Type[] fields = new Type[type.getChildren().size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = type(type.getFieldNames().get(i), type.getChildren().get(i), Type.Repetition.OPTIONAL);
        }
        return new GroupType(repetition, name, fields);
    }

    private static int[] bytesOfPrecision() {
        int[] bytes = new int[DECIMAL_DIGITS_MAX + 1];
        for (int precision = 1; precision < bytes.length; precision++) {
            bytes[precision] = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
        }
        return bytes;
    }
}
