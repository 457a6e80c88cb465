package io.millrace.video.stream;

/** Why a change of a stream was refused; nothing has changed. Stackless: the cause is the call. */
public abstract sealed class StreamRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StreamRefusal(String message) {
        super(message, null, false, false);
    }

    /** There is no such stream. */
    public static final class Unknown extends StreamRefusal {
        private static final long serialVersionUID = 1L;

        public Unknown(String name) {
            super("The requested stream is not found or not active: " + name);
        }
    }

    /** There is a stream of that name. */
    public static final class NameTaken extends StreamRefusal {
        private static final long serialVersionUID = 1L;

        public NameTaken(String name) {
            super("The stream " + name + " already exists.");
        }
    }

    /** The caller's version is not the latest. */
    public static final class VersionStale extends StreamRefusal {
        private static final long serialVersionUID = 1L;

        public VersionStale(String name, String given) {
            super("The version " + given + " is not the current version of stream " + name + ".");
        }
    }

    /** There are as many streams as there may be. */
    public static final class TooMany extends StreamRefusal {
        private static final long serialVersionUID = 1L;

        public TooMany(int max) {
            super("There are already " + max + " video streams.");
        }
    }
}
