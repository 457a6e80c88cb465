package io.millrace.functions.api;

import io.millrace.identity.Identity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A FunctionName parameter in any of its forms: name, name with qualifier, partial ARN, full ARN. */
record FunctionReference(String name) {

    static final String LATEST = "$LATEST";

    private static final int NAME_LENGTH_MAX = 64, LENGTH_MAX = 140;
    private static final String PATTERN = "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
            + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
    private static final Pattern COMPILED = Pattern.compile(PATTERN);
    private static final int REGION = 3, ACCOUNT = 8, NAME = 10, QUALIFIER = 12;

    /**
     * @param qualifier the Qualifier parameter; only the latest version exists
     * @throws LambdaException if it has no such form, or names what cannot be here
     */
    static FunctionReference parse(String text, Optional<String> qualifier, Identity identity) {
        Matcher matcher = COMPILED.matcher(text);
        if (text.length() > LENGTH_MAX || !matcher.matches()) {
            throw LambdaException.constraint(text, "functionName", text.length() > LENGTH_MAX
                    ? "Member must have length less than or equal to " + LENGTH_MAX : "Member must satisfy regular expression pattern: " + PATTERN);
        }
        String name = matcher.group(NAME);
        if (name.length() > NAME_LENGTH_MAX) {
            throw LambdaException.constraint(name, "functionName", "Member must have length less than or equal to " + NAME_LENGTH_MAX);
        }
        boolean foreign = matcher.group(REGION) != null && !matcher.group(REGION).equals(identity.region() + ":")
                || matcher.group(ACCOUNT) != null && !matcher.group(ACCOUNT).equals(identity.account() + ":");
        String version = qualifier.filter(value -> !value.isEmpty()).or(() -> Optional.ofNullable(matcher.group(QUALIFIER))).orElse(LATEST);
        if (foreign || !version.equals(LATEST)) {
            throw notFound(foreign ? text : identity.functionArn(name) + ":" + version);
        }
        return new FunctionReference(name);
    }

    static LambdaException notFound(String arn) {
        return new LambdaException(LambdaFault.NOT_FOUND, "Function not found: " + arn);
    }
}
