/**
 * The Lambda REST API for functions and their invocation: JSON to operations of the registry, the code store and the engine, and back,
 * with Lambda's names, defaults and errors. Shapes and limits: the service model {@code lambda-2015-03-31}. An option that carries the
 * service's default counts as absent; one that asks for what is not built is refused by name. {@link io.millrace.functions.api.FunctionApi}
 * is plain Java; the resources are its edge to HTTP. Bodies with code are streamed to disk, base64 is never whole in memory.
 *
 * <p>What the service has no member for stands in {@code RuntimeVersionConfig.RuntimeVersionArn}, which clients show and do not compare:
 * {@code arn:aws:lambda:REGION::runtime:jdk-VERSION-isolation-ISOLATION}, the Java that really runs and how functions are isolated.
 */
package io.millrace.functions.api;
