package io.millrace.catalog.local;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;

/** Tells followers of durable changes, in order. Called from one thread; following and leaving from any. */
final class Feed {

    private static final Logger LOGGER = LoggerFactory.getLogger(Feed.class);
    private final List<Following<?>> followings = new CopyOnWriteArrayList<>();

    /** One entry's change in bytes. */
    record Event(String kind, String key, Optional<CatalogImage.Stored> before, Optional<CatalogImage.Stored> now) {
    }

    private record Following<T>(Kind<T> kind, Catalog.Follower<T> follower) {

        void tell(Event event) {
            Optional<Entry<T>> before = event.before().map(stored -> entry(kind, stored));
            Optional<Entry<T>> now = event.now().map(stored -> entry(kind, stored));
            if (now.isPresent()) {
                follower.onPut(before, now.get());
            } else {
                before.ifPresent(follower::onDelete);
            }
        }
    }

    static <T> Entry<T> entry(Kind<T> kind, CatalogImage.Stored stored) {
        return new Entry<>(stored.key(), stored.version(), kind.codec().decode(stored.value()));
    }

    <T> AutoCloseable follow(Kind<T> kind, Catalog.Follower<T> follower) {
        Following<T> following = new Following<>(kind, follower);
        followings.add(following);
        return () -> followings.remove(following);
    }

    void tell(Event event) {
        for (Following<?> following : followings) {
            if (following.kind().name().equals(event.kind())) {
                try {
                    following.tell(event);
                } catch (RuntimeException e) {
                    LOGGER.atError().addKeyValue("kind", event.kind()).addKeyValue("key", event.key()).setCause(e).log("catalog follower failed");
                }
            }
        }
    }
}
