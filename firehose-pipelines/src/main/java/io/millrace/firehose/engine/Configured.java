package io.millrace.firehose.engine;

import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.deliver.OutletSet;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.transform.Chain;
import java.util.Optional;
import java.util.Set;

/** What one version of a delivery stream asks for, opened. */
record Configured(OutletSet outlets, Chain chain) {

    /** Throws {@link io.millrace.firehose.config.UnsupportedConfig} where something of it is not served here any more. */
    static Configured open(DeliveryStream stream, PipelineContext context) {
        DestinationConfig config = context.reader().read(stream.kind(), stream.destination());
        String arn = context.identity().arn("firehose", "deliverystream/" + stream.name());
        OutletSet outlets = new OutletSet(context.outlets(), new OutletFactory.Origin(stream.name(), arn, Long.toString(stream.version())), config);
        boolean whole = false;
        try {
            Configured opened = new Configured(outlets, chain(stream, arn, outlets, context));
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                outlets.close();
            }
        }
    }

    private static Chain chain(DeliveryStream stream, String arn, OutletSet outlets, PipelineContext context) {
        Optional<String> sourceArn = stream.source() instanceof DeliveryStream.KinesisSource kinesis ? Optional.of(kinesis.streamArn())
                : Optional.empty();
        Set<String> queryKeys = outlets.isPartitioned() ? outlets.naming().queryKeys() : Set.of();
        Set<String> functionKeys = outlets.isPartitioned() ? outlets.naming().functionKeys() : Set.of();
        return new Chain(outlets.config().processing(), new Chain.Setting(context.processors(), context.invoker(), context.timer(), context.clock(),
                context.errorEncoder(), arn, sourceArn, context.identity().region(), "firehose/" + stream.id(), queryKeys, functionKeys));
    }
}
