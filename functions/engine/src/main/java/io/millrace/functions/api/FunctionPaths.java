package io.millrace.functions.api;

import io.millrace.access.PathRule;
import java.util.List;

/** The paths of the Lambda API: each begins with the date of the API version it came with. */
public final class FunctionPaths {

    /** All of them have to be signed for Lambda. */
    public static final List<PathRule> RULES = List.of(PathRule.signed("/20\\d\\d-\\d\\d-\\d\\d/.*", "lambda"));

    private FunctionPaths() {
    }
}
