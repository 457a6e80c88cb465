package io.millrace.stream;

/** Why the store could not do what was asked. */
public abstract sealed class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such shard, or its stream is deleted. */
    public static final class ShardUnknown extends StoreException {
        private static final long serialVersionUID = 1L;

        public ShardUnknown(ShardKey shard) {
            super("no such shard: " + shard, null);
        }
    }

    /** Free space is below the watermark, or the write found no space. Try again when there is some. */
    public static final class DiskFull extends StoreException {
        private static final long serialVersionUID = 1L;

        public DiskFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The disk failed a write, a force or a read, or what was read is damaged. */
    public static final class DiskFailed extends StoreException {
        private static final long serialVersionUID = 1L;

        public DiskFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Too much waits for the disk; try again. */
    public static final class Busy extends StoreException {
        private static final long serialVersionUID = 1L;

        public Busy(String message) {
            super(message, null);
        }
    }

    /** The store is stopping. */
    public static final class Closed extends StoreException {
        private static final long serialVersionUID = 1L;

        public Closed() {
            super("the store is closed", null);
        }
    }
}
