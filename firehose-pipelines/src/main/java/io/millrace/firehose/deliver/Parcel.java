package io.millrace.firehose.deliver;

/**
 * What is delivered at once.
 *
 * @param name    the object's key, or the request id
 * @param records how many are in it, at least 1
 */
public record Parcel(String name, Content content, long records) {

    public Parcel {
        if (name.isEmpty() || records < 1) {
            throw new IllegalArgumentException("not a parcel: " + name + ", " + records + " records");
        }
    }
}
