package io.millrace.delivery;

import java.util.Map;

/** What lies in a bucket. */
interface Objects {

    /** How often each id is in them, as of now. */
    Map<String, Integer> ids();

    int count();
}
