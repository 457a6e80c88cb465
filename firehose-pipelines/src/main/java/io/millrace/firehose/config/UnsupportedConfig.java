package io.millrace.firehose.config;

/** A configuration that this server refuses; the message names the member and is for the client. */
public final class UnsupportedConfig extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedConfig(String message) {
        super(message);
    }
}
