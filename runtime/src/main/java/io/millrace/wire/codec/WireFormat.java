package io.millrace.wire.codec;

import java.util.Optional;

/** The formats of calls by {@code X-Amz-Target}, each with its content type. */
public enum WireFormat {

    JSON("application/x-amz-json-1.1") {
        @Override
        public WireReader reader(byte[] body, int length) {
            return new JsonReader(body, length);
        }

        @Override
        public WireWriter writer(ReplyBytes out) {
            return new JsonWriter(out);
        }
    },

    CBOR("application/x-amz-cbor-1.1") {
        @Override
        public WireReader reader(byte[] body, int length) {
            return new CborReader(body, length);
        }

        @Override
        public WireWriter writer(ReplyBytes out) {
            return new CborWriter(out);
        }
    };

    private final String contentType;

    WireFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** Reads a body from 0 to {@code length}; its bytes may be changed. */
    public abstract WireReader reader(byte[] body, int length);

    public abstract WireWriter writer(ReplyBytes out);

    /** The format of a Content-Type, whose parameters do not matter. */
    public static Optional<WireFormat> of(String contentType) {
        if (contentType != null) {
            int parameters = contentType.indexOf(';');
            String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
            for (WireFormat format : values()) {
                if (format.contentType.equalsIgnoreCase(type)) {
                    return Optional.of(format);
                }
            }
        }
        return Optional.empty();
    }
}
