package io.millrace.firehose.schema;

/** A table that cannot be used as it stands; the message says where and why. */
public final class SchemaUnusable extends Exception {

    private static final long serialVersionUID = 1L;

    public SchemaUnusable(String message) {
        super(message);
    }
}
