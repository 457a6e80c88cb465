/**
 * What every wire API shares: the words for its faults. Below it {@code codec} (bytes to values and back), {@code model} (a
 * service's members and limits) and {@code http} (calls, limits on memory, replies). Knows no service.
 */
package io.millrace.wire;
