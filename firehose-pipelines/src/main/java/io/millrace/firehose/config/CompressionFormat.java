package io.millrace.firehose.config;

/** How an object of records is compressed. */
public enum CompressionFormat {
    UNCOMPRESSED("UNCOMPRESSED"), GZIP("GZIP"), ZIP("ZIP"), SNAPPY("Snappy"), HADOOP_SNAPPY("HADOOP_SNAPPY");

    private final String wireName;

    CompressionFormat(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The format of that name; an unknown one is an {@link IllegalArgumentException}. */
    public static CompressionFormat ofWire(String name) {
        for (CompressionFormat format : values()) {
            if (format.wireName.equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("no compression format: " + name);
    }
}
