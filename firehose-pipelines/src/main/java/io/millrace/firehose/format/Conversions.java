package io.millrace.firehose.format;

import io.millrace.firehose.config.ConversionConfig;

/** Makes formats that convert. Refuses what it cannot serve with {@link io.millrace.firehose.config.UnsupportedConfig}; starts nothing yet. */
public interface Conversions {

    OutputFormat open(ConversionConfig config);
}
