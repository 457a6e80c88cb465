/** Figures, the processor time behind them, and how they are printed. */
package io.millrace.bench.report;
