package io.millrace.firehose.transform;

import io.millrace.firehose.config.ProcessingConfig;

/** Makes processors. Also the check of their parameters when a delivery stream is created. */
public interface ProcessorFactory {

    /**
     * A processor for any step but {@link ProcessingConfig.Lambda}, which is the engine's. Throws
     * {@link io.millrace.firehose.config.UnsupportedConfig} for parameters it cannot serve.
     */
    Processor open(ProcessingConfig.Step step);
}
