package io.millrace.firehose.deliver;

/**
 * What is delivered at once.
 *
 * @param name    the object's key, or the request id
 * @param records how many are in it, at least 1
 * @param attempt from 1; counts on over restarts as far as known
 */
public record Parcel(String name, Content content, long records, int attempt) {

    public Parcel {
        if (name.isEmpty() || records < 1 || attempt < 1) {
            throw new IllegalArgumentException("not a parcel: " + name + ", " + records + " records, attempt " + attempt);
        }
    }
}
