package io.millrace.firehose.config;

/** The service's destinations that are built, by the member that configures them. */
public enum DestinationKind {
    S3("S3Destination"), EXTENDED_S3("ExtendedS3Destination"), HTTP_ENDPOINT("HttpEndpointDestination");

    private final String stem;

    DestinationKind(String stem) {
        this.stem = stem;
    }

    /** CreateDeliveryStream's member. */
    public String configurationMember() {
        return stem + "Configuration";
    }

    /** UpdateDestination's member. */
    public String updateMember() {
        return stem + "Update";
    }

    /** Whether an update of the other kind changes this destination, or replaces it. */
    public boolean isSameAs(DestinationKind other) {
        return (this == HTTP_ENDPOINT) == (other == HTTP_ENDPOINT);
    }
}
