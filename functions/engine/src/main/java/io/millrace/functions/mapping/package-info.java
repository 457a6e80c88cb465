/**
 * The event source mapping part of the Lambda API ({@code /2015-03-31/event-source-mappings}): JSON to operations of
 * {@link io.millrace.trigger.Mappings} and back, with Lambda's names, defaults and errors. Options that are not built are refused by
 * name; with the service's default value they count as absent and are echoed as the service does. Shapes and limits: the
 * service model {@code lambda-2015-03-31}. {@link io.millrace.functions.mapping.MappingApi} is plain Java on any thread and never
 * blocks; {@link io.millrace.functions.mapping.EventSourceMappingResource} is its edge to HTTP.
 */
package io.millrace.functions.mapping;
