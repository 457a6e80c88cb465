package io.millrace.examples.video;

import java.io.IOException;
import java.io.InputStream;

/** Where fragments' media comes from. */
@FunctionalInterface
interface Media {

    /** A fragment as Matroska. */
    InputStream open(FragmentNotice fragment) throws IOException;
}
