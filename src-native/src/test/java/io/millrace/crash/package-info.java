/**
 * System tests that take the packaged server away without warning, or take from it what it stands on: its process, its disk's space, its
 * files. What they compare is evidence from outside: what producers were told, what readers read, what the function wrote down.
 */
package io.millrace.crash;
