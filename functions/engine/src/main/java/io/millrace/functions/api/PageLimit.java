package io.millrace.functions.api;

import java.util.Optional;

/** How many items a page of a list has: the MaxItems parameter, within what the service gives at most. */
public final class PageLimit {

    private static final int MAX_ITEMS_MAX = 10_000;

    private PageLimit() {
    }

    /**
     * @param maxItems as the client sent it; absent or empty for as many as there may be
     * @param pageMax  the service gives no more, however many are asked for
     * @throws LambdaException if it is not a number from 1 to 10,000
     */
    public static int of(Optional<String> maxItems, int pageMax) {
        return Math.min(pageMax, maxItems.filter(text -> !text.isEmpty()).map(PageLimit::parse).orElse(pageMax));
    }

    private static int parse(String text) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw LambdaException.constraint(text, "maxItems", "Member must be a number");
        }
        if (value < 1 || value > MAX_ITEMS_MAX) {
            throw LambdaException.constraint(text, "maxItems", value < 1 ? "Member must have value greater than or equal to 1"
                    : "Member must have value less than or equal to " + MAX_ITEMS_MAX);
        }
        return value;
    }
}
