package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import java.io.IOException;
import java.util.List;

/** A table that a call names. */
record TableName(EntryName database, EntryName table) {

    /** The table's versions in ascending order, at least one; it must be there. */
    List<Integer> versions(TableFiles files) throws IOException {
        List<Integer> versions = files.versions(DatabaseOperations.known(files, database), table);
        if (versions.isEmpty()) {
            throw GlueFault.NOT_FOUND.because("Table " + table + " not found.");
        }
        return versions;
    }
}
