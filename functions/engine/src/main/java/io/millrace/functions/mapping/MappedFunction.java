package io.millrace.functions.mapping;

import io.millrace.functions.api.LambdaException;
import io.millrace.identity.Identity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A FunctionName parameter in any of its forms: name, name with qualifier, partial ARN, full ARN. */
record MappedFunction(String name) {

    private static final int LENGTH_MAX = 256;
    private static final String PATTERN = "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
            + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
    private static final Pattern COMPILED = Pattern.compile(PATTERN);
    private static final int REGION = 3, ACCOUNT = 8, NAME = 10, QUALIFIER = 12;
    private static final String LATEST = "$LATEST";

    static MappedFunction parse(String text, Identity identity) {
        Matcher matcher = COMPILED.matcher(text);
        if (text.length() > LENGTH_MAX || !matcher.matches()) {
            throw LambdaException.constraint(text, "functionName", "Member must satisfy regular expression pattern: " + PATTERN);
        }
        String name = matcher.group(NAME);
        String qualifier = matcher.group(QUALIFIER);
        if (qualifier != null && !qualifier.equals(LATEST)) {
            throw LambdaException.invalid("FunctionName with a version or alias is not supported by this server: " + text);
        }
        boolean foreign = matcher.group(REGION) != null && !matcher.group(REGION).equals(identity.region() + ":")
                || matcher.group(ACCOUNT) != null && !matcher.group(ACCOUNT).equals(identity.account() + ":");
        if (foreign) {
            throw doesNotExist();
        }
        return new MappedFunction(name);
    }

    static LambdaException doesNotExist() {
        return LambdaException.invalid("Function does not exist");
    }
}
