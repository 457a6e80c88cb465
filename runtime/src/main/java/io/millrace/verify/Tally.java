package io.millrace.verify;

/** How much was looked at; filled while a directory is checked, by one thread. */
public final class Tally {

    private long streams;
    private long segments;
    private long segmentBytes;
    private long blocks;
    private long records;
    private long indexes;
    private long catalogEntries;
    private long checkpoints;
    private long codeFiles;
    private long parcels;

    void stream() {
        streams++;
    }

    void segment(long bytes, long itsBlocks, long itsRecords) {
        segments++;
        segmentBytes += bytes;
        blocks += itsBlocks;
        records += itsRecords;
    }

    void index() {
        indexes++;
    }

    void catalogEntries(long count) {
        catalogEntries += count;
    }

    void checkpoints(long count) {
        checkpoints += count;
    }

    void codeFile() {
        codeFiles++;
    }

    /** One that waits for delivery. */
    public void parcel() {
        parcels++;
    }

    public long streams() {
        return streams;
    }

    public long segments() {
        return segments;
    }

    public long segmentBytes() {
        return segmentBytes;
    }

    public long blocks() {
        return blocks;
    }

    public long records() {
        return records;
    }

    public long indexes() {
        return indexes;
    }

    public long catalogEntries() {
        return catalogEntries;
    }

    public long checkpoints() {
        return checkpoints;
    }

    public long codeFiles() {
        return codeFiles;
    }

    public long parcels() {
        return parcels;
    }

    @Override
    public String toString() {
        return streams + " streams, " + segments + " segments of " + segmentBytes + " bytes with " + blocks + " blocks and "
                + records + " records, " + indexes + " indexes, " + catalogEntries + " catalog entries, " + checkpoints
                + " checkpoints, " + codeFiles + " code files, " + parcels + " parcels";
    }
}
