/**
 * Functions that are part of the program itself: {@code @Funq} methods on the application's class path, found when it is built.
 *
 * <p>{@link io.millrace.functions.compiled.CompiledFunctions} runs them as the functions engine runs deployed ones: by name, from triggers and
 * by Invoke. They are trusted code and share the server's process: its memory, its exit, its locks. What is bounded is the threads: so
 * many in all, so many for each function, and those that wait. A function that does not return in time has failed for its caller, but
 * nothing can stop it: its thread stays taken until it returns. When all threads of a function are taken so, it is unavailable, and the
 * others go on.
 *
 * <p>Records of a stream go to a function as they are stored: no event is written and none is parsed. Threads: functions run on platform
 * threads of their own, never interrupted; all else is on the caller's thread, short, and never blocks.
 */
package io.millrace.functions.compiled;
