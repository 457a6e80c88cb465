/**
 * What the video APIs share over HTTP: their table of faults, how a body becomes checked members, how a name or ARN becomes a stream,
 * and how replies and faults are written. REST-JSON: {@code POST /camelCaseOperation} with a JSON body; a fault is
 * {@code x-amzn-ErrorType} and a {@code Message}. Blocking threads of the server; bounded: {@link io.millrace.video.api.VideoCall}.
 */
package io.millrace.video.api;
