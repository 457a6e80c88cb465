package io.millrace.firehose.deliver;

/** Which outlet a manifest's parcel is for. Numbers are part of the format. */
public enum Channel {
    /** Data in an object. */
    OBJECT(1),
    /** Data in a request; its spool is kept, for the backup of what the endpoint does not take. */
    REQUEST(2),
    BACKUP(3), ERRORS(4);

    private final int number;

    Channel(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Channel of(int number) {
        for (Channel channel : values()) {
            if (channel.number == number) {
                return channel;
            }
        }
        throw new IllegalArgumentException("unknown channel of a manifest: " + number);
    }
}
