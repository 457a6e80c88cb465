package io.millrace.video.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.identity.Identity;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamName;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoCall;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.Waiting;
import io.millrace.video.playback.http.Exchange;
import io.millrace.video.playback.http.ExchangeHandler;
import io.millrace.video.stream.VideoStream;
import io.millrace.wire.WireException;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UpdateNotificationConfiguration and DescribeNotificationConfiguration. */
public final class NotificationApi {

    private static final ServiceModel MODEL = ServiceModel.load(NotificationApi.class, "service-model.txt");
    private static final String UPDATE = "UpdateNotificationConfiguration", DESCRIBE = "DescribeNotificationConfiguration";
    private static final String JSON = "application/json";
    private static final int OK = 200;

    private final StreamLookup videos;
    private final FragmentStore store;
    private final StreamDirectory streams;
    private final Catalog catalog;
    private final Identity identity;

    public NotificationApi(StreamLookup videos, FragmentStore store, StreamDirectory streams, Catalog catalog) {
        this.videos = videos;
        this.store = store;
        this.streams = streams;
        this.catalog = catalog;
        this.identity = videos.identity();
    }

    /** Adds the two paths. */
    public void mount(Router router, int order, ExchangeHandler exchanges) {
        router.route(HttpMethod.POST, "/updateNotificationConfiguration").order(order)
                .handler(context -> exchanges.handle(context.request(), UPDATE, this::update));
        router.route(HttpMethod.POST, "/describeNotificationConfiguration").order(order)
                .handler(context -> exchanges.handle(context.request(), DESCRIBE, this::describe));
    }

    void describe(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        VideoStream video = videos.find(VideoCall.read(MODEL, DESCRIBE, exchange.body()));
        ObjectNode reply = VideoAnswers.reply();
        catalog.get(Notification.KIND, Notification.key(video.id())).map(Entry::value).ifPresent(notification -> reply
                .putObject("NotificationConfiguration").put("Status", notification.isEnabled() ? "ENABLED" : "DISABLED")
                .putObject("DestinationConfig").put("Uri", notification.uri()));
        send(exchange, reply);
    }

    void update(Exchange exchange) throws IOException, MediaSink.ViewerGone {
        Members call = VideoCall.read(MODEL, UPDATE, exchange.body());
        VideoStream video = videos.find(call);
        Optional<Entry<Notification>> before = catalog.get(Notification.KIND, Notification.key(video.id()));
        Optional<Members> wanted = call.structure("NotificationConfiguration");
        long version = before.map(Entry::version).orElse(Change.ABSENT);
        try {
            if (wanted.isPresent()) {
                Notification notification = notification(video, wanted.get(), before.map(Entry::value));
                Waiting.on(catalog.commit(Change.create().put(Notification.KIND, Notification.key(video.id()), version, notification)));
            } else if (before.isPresent()) {
                Waiting.on(catalog.commit(Change.create().delete(Notification.KIND, Notification.key(video.id()), version)));
            }
        } catch (Catalog.VersionConflict conflict) {
            throw VideoFault.IN_USE.because("The notification configuration is being changed by another call.");
        }
        send(exchange, VideoAnswers.reply());
    }

    private Notification notification(VideoStream video, Members wanted, Optional<Notification> before) {
        boolean isEnabled = wanted.text("Status").orElseThrow().equals("ENABLED");
        String uri = wanted.structure("DestinationConfig").orElseThrow().text("Uri").orElseThrow();
        if (video.retentionHours() == 0) {
            throw VideoFault.NO_DATA_RETENTION.because("The stream " + video.name() + " retains no data: its DataRetentionInHours is 0.");
        }
        FragmentNumber after = before.filter(Notification::isEnabled).map(Notification::after)
                .orElseGet(() -> Waiting.on(store.latest(video.id())).map(Fragment::number).orElse(FragmentNumber.NONE));
        return new Notification(video.id(), video.name(), video.arn(identity), isEnabled, uri, destination(uri), after);
    }

    private StreamName destination(String uri) {
        String prefix = identity.streamArn("");
        if (!uri.startsWith(prefix) || !StreamName.isValid(uri.substring(prefix.length()))) {
            throw refused("DestinationConfig.Uri has to be the ARN of a Kinesis stream of this server, which begins with " + prefix
                    + ": other destinations are not supported by this server");
        }
        StreamName name = new StreamName(uri.substring(prefix.length()));
        return streams.find(name).map(found -> name).orElseThrow(() -> refused("There is no Kinesis stream " + name));
    }

    private static WireException refused(String why) {
        return VideoFault.INVALID_ARGUMENT.because(why);
    }

    private static void send(Exchange exchange, ObjectNode reply) throws MediaSink.ViewerGone {
        exchange.reply(OK, JSON, reply.toString().getBytes(StandardCharsets.UTF_8));
    }
}
