package io.millrace.firehose.columnar.orc;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.TypeDescription;

/** Puts the values of one type into their vector. */
@FunctionalInterface
interface ColumnFiller {

    /** @param value never null */
    void put(ColumnVector column, int at, Object value);

    /** As {@link #put}, or null. */
    default void fill(ColumnVector column, int at, Object value) {
        if (value == null) {
            column.noNulls = false;
            column.isNull[at] = true;
        } else {
            column.isNull[at] = false;
            put(column, at, value);
        }
    }

    static ColumnFiller of(TypeDescription type) {
        return switch (type.getCategory()) {
            case BOOLEAN -> (column, at, value) -> ((LongColumnVector) column).vector[at] = (Boolean) value ? 1 : 0;
            case BYTE, SHORT, INT, LONG, DATE -> (column, at, value) -> ((LongColumnVector) column).vector[at] = (Long) value;
            case FLOAT, DOUBLE -> (column, at, value) -> ((DoubleColumnVector) column).vector[at] = (Double) value;
            case STRING, VARCHAR, CHAR, BINARY -> (column, at, value) -> ((BytesColumnVector) column).setRef(at, (byte[]) value, 0, ((byte[]) value).length);
            case TIMESTAMP, TIMESTAMP_INSTANT -> (column, at, value) -> ((TimestampColumnVector) column).set(at, Timestamp.from((Instant) value));
            case DECIMAL -> ColumnFiller::decimal;
            case STRUCT -> struct(type.getChildren().stream().map(ColumnFiller::of).toArray(ColumnFiller[]::new));
            case LIST -> list(of(type.getChildren().getFirst()));
            case MAP -> map(of(type.getChildren().getFirst()), of(type.getChildren().get(1)));
            case UNION, Geometry, Geography -> throw new IllegalArgumentException("a column of type " + type + " cannot be written to ORC");
        };
    }

    private static void decimal(ColumnVector column, int at, Object value) {
        HiveDecimal decimal = HiveDecimal.create((BigDecimal) value);
        if (column instanceof Decimal64ColumnVector small) {
            small.set(at, decimal);
        } else {
            ((DecimalColumnVector) column).set(at, decimal);
        }
    }

    private static ColumnFiller struct(ColumnFiller[] fields) {
        return (column, at, value) -> {
            for (int i = 0; i < fields.length; i++) {
                fields[i].fill(((StructColumnVector) column).fields[i], at, ((Object[]) value)[i]);
            }
        };
    }

    private static ColumnFiller list(ColumnFiller elements) {
        return (column, at, value) -> {
            ListColumnVector lists = (ListColumnVector) column;
            List<?> list = (List<?>) value;
            int start = lists.childCount;
            lists.offsets[at] = start;
            lists.lengths[at] = list.size();
            lists.childCount += list.size();
            lists.child.ensureSize(lists.childCount, true);
            for (int i = 0; i < list.size(); i++) {
                elements.fill(lists.child, start + i, list.get(i));
            }
        };
    }

    private static ColumnFiller map(ColumnFiller keys, ColumnFiller values) {
        return (column, at, value) -> {
            MapColumnVector maps = (MapColumnVector) column;
            List<?> entries = (List<?>) value;
            int start = maps.childCount;
            maps.offsets[at] = start;
            maps.lengths[at] = entries.size();
            maps.childCount += entries.size();
            maps.keys.ensureSize(maps.childCount, true);
            maps.values.ensureSize(maps.childCount, true);
            for (int i = 0; i < entries.size(); i++) {
                Object[] entry = (Object[]) entries.get(i);
                keys.fill(maps.keys, start + i, entry[0]);
                values.fill(maps.values, start + i, entry[1]);
            }
        };
    }
}
