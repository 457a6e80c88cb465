package io.millrace.demo;

/**
 * One measured value of this machine.
 *
 * @param unit {@code share} (0 to 1) or {@code bytes/s}
 */
record Reading(String metric, double value, String unit) {

    static final String SHARE = "share";
    static final String RATE = "bytes/s";

    /** The record's text. */
    String json(long atMillis) {
        return ApiClient.JSON.createObjectNode().put("metric", metric).put("value", value).put("unit", unit).put("at", atMillis)
                .toString();
    }
}
