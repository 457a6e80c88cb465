package io.millrace.functions.catalog;

/** Why a change of a function was refused; nothing has changed. Stackless: the cause is the call. */
public abstract sealed class RegistryFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String function;

    private RegistryFault(String message, String function) {
        super(message, null, false, false);
        this.function = function;
    }

    /** The function's name. */
    public String function() {
        return function;
    }

    /** There is no function of that name. */
    public static final class Unknown extends RegistryFault {
        private static final long serialVersionUID = 1L;

        public Unknown(String name) {
            super("no function " + name, name);
        }
    }

    /** There is a function of that name. */
    public static final class Taken extends RegistryFault {
        private static final long serialVersionUID = 1L;

        public Taken(String name) {
            super("there is a function " + name, name);
        }
    }

    /** The function is part of the program. */
    public static final class CompiledIn extends RegistryFault {
        private static final long serialVersionUID = 1L;

        public CompiledIn(String name) {
            super("function " + name + " is compiled in", name);
        }
    }

    /** The caller's revision is not the latest. */
    public static final class Stale extends RegistryFault {
        private static final long serialVersionUID = 1L;

        public Stale(String name) {
            super("function " + name + " has another revision", name);
        }
    }

    /** The function is being created or updated. */
    public static final class Busy extends RegistryFault {
        private static final long serialVersionUID = 1L;

        public Busy(String name) {
            super("function " + name + " is being changed", name);
        }
    }
}
