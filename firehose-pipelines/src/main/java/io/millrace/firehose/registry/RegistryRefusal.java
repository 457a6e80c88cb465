package io.millrace.firehose.registry;

/** Why a change of the registry was refused; no stack, it is an answer. */
public abstract sealed class RegistryRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RegistryRefusal(String message) {
        super(message, null, false, false);
    }

    /** The name is in use. */
    public static final class NameTaken extends RegistryRefusal {
        private static final long serialVersionUID = 1L;

        public NameTaken(String name) {
            super(name);
        }
    }

    /** There is no such delivery stream, or it is another creation by now. */
    public static final class Unknown extends RegistryRefusal {
        private static final long serialVersionUID = 1L;

        public Unknown(String name) {
            super(name);
        }
    }

    /** There are as many as there may be. */
    public static final class TooMany extends RegistryRefusal {
        private static final long serialVersionUID = 1L;

        public TooMany(int most) {
            super(Integer.toString(most));
        }
    }
}
