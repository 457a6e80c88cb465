package io.millrace.functions.messaging;

import io.millrace.functions.batch.BatchRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A subscriber that the test lets ask and answer. */
final class Taker implements Flow.Subscriber<Message<?>> {

    final List<Message<?>> messages = new ArrayList<>();
    Flow.Subscription subscription;
    Throwable failure;

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
    }

    @Override
    public void onNext(Message<?> message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable newFailure) {
        failure = newFailure;
    }

    @Override
    public void onComplete() {
        throw new AssertionError("a stream does not end");
    }

    List<String> texts() {
        return messages.stream().map(message -> switch (message.getPayload()) {
            case BatchRecord record -> record.text();
            case List<?> records -> records.stream().map(record -> ((BatchRecord) record).text()).toList().toString();
            default -> throw new AssertionError(message.getPayload());
        }).toList();
    }
}
