package io.millrace.wire.http;

/**
 * The wire's memory, in shares that cannot starve one another.
 *
 * @param replies for replies that carry records; claimed by the operations that make them
 */
public record WireBudgets(ByteBudget data, ByteBudget control, ByteBudget replies) {

    public static WireBudgets of(WireSettings settings) {
        return new WireBudgets(new ByteBudget(settings.dataBytes(), settings.waitersMax()),
                new ByteBudget(settings.controlBytes(), settings.waitersMax()), new ByteBudget(settings.replyBytes(), settings.waitersMax()));
    }

    ByteBudget of(WireOperation.Share share) {
        return switch (share) {
            case DATA -> data;
            case CONTROL -> control;
        };
    }
}
