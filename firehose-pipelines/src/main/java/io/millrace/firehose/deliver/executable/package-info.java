/**
 * What the native executable puts in place of code of the AWS SDK that needs its optional runtime (CRT), which is not part of the server. A
 * builder wants to find each class that is named; on the JVM nothing here is used. Each substitute answers what the SDK does without CRT.
 */
package io.millrace.firehose.deliver.executable;
