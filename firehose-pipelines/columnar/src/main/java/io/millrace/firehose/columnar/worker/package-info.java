/** The program of a format worker. One object after the other, on the main thread; another thread reads ahead and ends the process with its input. */
package io.millrace.firehose.columnar.worker;
