package io.millrace.server;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Adds medians and 99th percentiles, over the last minutes, to the server's own timers. */
final class MeterShapes {

    private static final double[] PERCENTILES = {0.5, 0.99};

    @Produces
    @Singleton
    MeterFilter percentiles() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getType() == Meter.Type.TIMER && id.getName().startsWith("millrace.")
                        ? DistributionStatisticConfig.builder().percentiles(PERCENTILES).build().merge(config)
                        : config;
            }
        };
    }
}
