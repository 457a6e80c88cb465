package io.millrace.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What lies in a bucket. */
interface Objects {

    /** How often each id is in them, as of now. */
    Map<String, Integer> ids();

    int count();

    /** An object's text, unpacked if its name says that it is packed. */
    static String text(String name, InputStream object) throws IOException {
        return new String((name.endsWith(".gz") ? new GZIPInputStream(object) : object).readAllBytes(), UTF_8);
    }
}
