package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.TableFiles;

/** The service's limits that its model does not state (general reference, "AWS Glue quotas"), and this server's own. */
final class GlueLimits {

    static final int DATABASES_MAX = 10_000, TABLES_PER_DATABASE_MAX = 200_000, VERSIONS_PER_TABLE_MAX = 100_000, TAGS_MAX = 50;
    /** A version's number has at most nine digits. */
    static final int VERSION_MAX = 999_999_999;
    static final int PAGE_MAX = 100;
    static final int BODY_BYTES_MAX = 2 * 1024 * 1024;
    /** A page ends with the entry that reaches it. */
    static final int PAGE_BYTES_MAX = 4 * 1024 * 1024;
    /** Calls that wait for their turn. */
    static final int WAITING_MAX = 256;
    /** Characters looked at while names are matched with an expression; some expressions would look for ever. */
    static final int EXPRESSION_STEPS_MAX = 2_000_000;

    static {
        if (TableFiles.FILE_BYTES_MAX < 2 * BODY_BYTES_MAX) {
            throw new ExceptionInInitializerError("a file must hold the largest input, whose characters may need an escape");
        }
    }

    private GlueLimits() {
    }
}
