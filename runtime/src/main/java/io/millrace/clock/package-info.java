/** The port to the machine's clocks. */
package io.millrace.clock;
