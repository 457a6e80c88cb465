package io.millrace.datadir;

/** Why a data directory cannot be opened; the message is for the operator. */
public abstract sealed class DataDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private DataDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Another program, or this one, has it open. */
    public static final class Locked extends DataDirectoryException {
        private static final long serialVersionUID = 1L;

        public Locked(String message) {
            super(message, null);
        }
    }

    /** It is of a version this program does not know, or no data directory at all. */
    public static final class UnknownFormat extends DataDirectoryException {
        private static final long serialVersionUID = 1L;

        public UnknownFormat(String message) {
            super(message, null);
        }
    }

    /** The file system refuses. */
    public static final class Inaccessible extends DataDirectoryException {
        private static final long serialVersionUID = 1L;

        public Inaccessible(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
