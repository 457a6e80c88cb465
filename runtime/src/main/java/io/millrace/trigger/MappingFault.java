package io.millrace.trigger;

/** Why an operation on a mapping was refused; nothing has changed then. */
public abstract sealed class MappingFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private MappingFault(String message) {
        super(message);
    }

    /** There is no such mapping. */
    public static final class NotFound extends MappingFault {
        private static final long serialVersionUID = 1L;

        public NotFound(String uuid) {
            super("no mapping " + uuid);
        }
    }

    /** The mapping is between two states, or another change came first. */
    public static final class InUse extends MappingFault {
        private static final long serialVersionUID = 1L;

        public InUse(String uuid) {
            super("mapping " + uuid + " is in use");
        }
    }

    /** The stream and the function are joined by another mapping. */
    public static final class Taken extends MappingFault {
        private static final long serialVersionUID = 1L;
        private final String takenBy;

        public Taken(String takenBy) {
            super("taken by mapping " + takenBy);
            this.takenBy = takenBy;
        }

        /** The other mapping's UUID. */
        public String takenBy() {
            return takenBy;
        }
    }
}
