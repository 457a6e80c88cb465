/** What all simulated worlds share: which seeds are played, and that a failing one is named. */
package io.millrace.sim;
