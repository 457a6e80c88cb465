package io.millrace.functions.messaging;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.stream.access.StreamAccess;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** The connector. Channels are made and checked when the application starts, and work from when the server serves. */
@ApplicationScoped
@Connector(StreamConnector.NAME)
@ConnectorAttribute(name = "stream", type = "string", direction = INCOMING_AND_OUTGOING, description = "The stream's name; unset: the channel's name")
@ConnectorAttribute(name = "consumer", type = "string", direction = INCOMING, description = "Names the checkpoints; unset: the channel's name")
@ConnectorAttribute(name = "starting-position", type = "string", direction = INCOMING, defaultValue = "latest",
        description = "Where a consumer begins on a stream it has never read: latest, trim-horizon or at-timestamp")
@ConnectorAttribute(name = "starting-timestamp", type = "string", direction = INCOMING, description = "With at-timestamp: the time, ISO-8601 in UTC")
@ConnectorAttribute(name = "batch", type = "boolean", direction = INCOMING, defaultValue = "false", description = "Whether a message is a list of records of one shard")
@ConnectorAttribute(name = "batch-records", type = "int", direction = INCOMING_AND_OUTGOING, description = "At most in a batch; 100 incoming, 500 outgoing")
@ConnectorAttribute(name = "batch-bytes", type = "int", direction = OUTGOING, defaultValue = "1048576", description = "At most in a batch")
@ConnectorAttribute(name = "max-in-flight", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1000",
        description = "Records read and not acknowledged, or taken and not stored")
@ConnectorAttribute(name = "max-in-flight-bytes", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "8388608",
        description = "The same in bytes; outgoing, a message that is asked for counts as the largest record its stream takes")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = INCOMING, defaultValue = "fail", description = "fail, ignore or dead-letter-stream")
@ConnectorAttribute(name = "dead-letter-stream", type = "string", direction = INCOMING, description = "With that strategy: the stream they go to")
@ConnectorAttribute(name = "partition-key", type = "string", direction = OUTGOING, description = "Of messages without OutgoingStreamMetadata; unset: a random one each")
@ConnectorAttribute(name = "retry-seconds", type = "int", direction = OUTGOING, defaultValue = "30",
        description = "How long a stream that is missing, busy or without disk space is tried again")
public class StreamConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** As in the connector attribute of a channel. */
    public static final String NAME = "millrace-stream";

    private final StreamAccess access;
    private final Vertx vertx;
    private final ObjectMapper mapper;
    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();
    private final Set<String> consumers = ConcurrentHashMap.newKeySet();

    StreamConnector(StreamAccess access, Vertx vertx, Instance<ObjectMapper> mappers) {
        this.access = access;
        this.vertx = vertx;
        this.mapper = mapper(mappers);
    }

    /** The application's own, if it has one. */
    static ObjectMapper mapper(Instance<ObjectMapper> mappers) {
        return mappers.isResolvable() ? mappers.get() : JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        IncomingSettings settings = IncomingSettings.of(config);
        if (!consumers.add(settings.consumer() + "/" + settings.stream())) {
            throw new IllegalArgumentException("channel " + settings.channel() + ": another channel reads stream " + settings.stream()
                    + " as consumer " + settings.consumer());
        }
        IncomingChannel channel = new IncomingChannel(settings, loop(), access, ContextAwareMessage::withContextMetadata);
        incoming.add(channel);
        return channel;
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new OutgoingChannel(OutgoingSettings.of(config), loop(), access, mapper);
    }

    private ChannelLoop loop() {
        return new VertxLoop(vertx, vertx.getOrCreateContext());
    }

    /** A channel that has failed is not alive. */
    @Override
    public HealthReport getLiveness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        incoming.forEach(channel -> channel.failure().ifPresentOrElse(failure -> report.add(channel.name(), false, failure.getClass().getName()),
                () -> report.add(channel.name(), true)));
        return report.build();
    }
}
