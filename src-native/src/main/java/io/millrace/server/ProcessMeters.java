package io.millrace.server;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.runtime.ImageMode;

/** What the process itself takes, measured from when the port is open: a start need not wait for it. */
final class ProcessMeters implements AutoCloseable {

    /** What has to be closed; null natively, where there are no notifications of collections. */
    private final JvmGcMetrics collections;

    private ProcessMeters(JvmGcMetrics collections) {
        this.collections = collections;
    }

    static ProcessMeters bind(MeterRegistry meters) {
        List<MeterBinder> binders = List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new JvmInfoMetrics(), new ClassLoaderMetrics(),
                new ProcessorMetrics(), new UptimeMetrics(), new FileDescriptorMetrics(), new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT));
        binders.forEach(binder -> binder.bindTo(meters));
        JvmGcMetrics collections = null;
        if (ImageMode.current() == ImageMode.JVM) {
            collections = new JvmGcMetrics();
            collections.bindTo(meters);
        }
        return new ProcessMeters(collections);
    }

    @Override
    public void close() {
        if (collections != null) {
            collections.close();
        }
    }
}
