package io.millrace.identity;

import java.util.regex.Pattern;

/**
 * The account, region and partition this server answers for, and the ARNs made from them.
 *
 * @param account twelve digits
 * @param region  for instance {@code us-east-1}
 */
public record Identity(String account, String region) {

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    public Identity {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("account is not twelve digits: " + account);
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region is not of the form us-east-1: " + region);
        }
    }

    /** The ARN partition the region belongs to. */
    public String partition() {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** An ARN of this account and region, e.g. {@code arn("kinesis", "stream/orders")}. */
    public String arn(String service, String resource) {
        return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    public String streamArn(String streamName) {
        return arn("kinesis", "stream/" + streamName);
    }

    public String functionArn(String functionName) {
        return arn("lambda", "function:" + functionName);
    }
}
