package io.millrace.functions.compiled;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.arc.ManagedContext;
import io.quarkus.arc.runtime.BeanContainer;
import java.lang.annotation.Annotation;
import java.util.function.Supplier;

/** Where Funqy gets the beans from whose methods are functions; each of its bindings has to say that, and this server is one. */
final class FunctionBeans implements BeanContainer {

    @Override
    public <T> T beanInstance(Class<T> type, Annotation... qualifiers) {
        return beanInstanceFactory(type, qualifiers).create().get();
    }

    @Override
    public <T> Factory<T> beanInstanceFactory(Class<T> type, Annotation... qualifiers) {
        Supplier<InstanceHandle<T>> beans = Arc.container().beanInstanceSupplier(type, qualifiers);
        if (beans == null) {
            throw new IllegalStateException("no bean " + type.getName());
        }
        return () -> handed(beans.get());
    }

    private static <T> Instance<T> handed(InstanceHandle<T> handle) {
        return new Instance<>() {
            @Override
            public T get() {
                return handle.get();
            }

            @Override
            public void close() {
                handle.close();
            }
        };
    }

    @Override
    public <T> Factory<T> beanInstanceFactory(Supplier<Factory<T>> fallback, Class<T> type, Annotation... qualifiers) {
        return Arc.container().beanInstanceSupplier(type, qualifiers) == null ? fallback.get() : beanInstanceFactory(type, qualifiers);
    }

    @Override
    public ManagedContext requestContext() {
        return Arc.container().requestContext();
    }
}
