package io.millrace.stream.registry;

import io.millrace.stream.StreamName;

/** Why streams could not be changed as asked. Then nothing has changed. */
public abstract sealed class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RegistryException(String message) {
        super(message, null, false, false);
    }

    /** There is a stream of that name. */
    public static final class NameTaken extends RegistryException {
        private static final long serialVersionUID = 1L;

        public NameTaken(StreamName name) {
            super("there is a stream " + name);
        }
    }

    /** There is no such stream (any more). */
    public static final class StreamUnknown extends RegistryException {
        private static final long serialVersionUID = 1L;

        public StreamUnknown(StreamName name) {
            super("no such stream: " + name);
        }
    }

    /** It would be more than the settings allow. */
    public static final class LimitReached extends RegistryException {
        private static final long serialVersionUID = 1L;

        public LimitReached(String message) {
            super(message);
        }
    }
}
