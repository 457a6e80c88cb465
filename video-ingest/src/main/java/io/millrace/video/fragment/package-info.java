/**
 * Fragments and where they are kept. A fragment is one cluster that its producer sent, with what it sent before it. It exists from
 * the moment its commit is durable: {@link io.millrace.video.fragment.FragmentStore} shows it to nobody before, and to everybody after,
 * also after a crash. Threads: the store's methods may be called from any thread and return at once; stages complete on the store's
 * own threads. Durable: what a completed {@link io.millrace.video.fragment.FragmentDraft#commit} says. Bounded: a draft holds one part
 * of {@link io.millrace.video.fragment.FragmentSettings#partBytes} and refuses to be written to faster than the disk takes it.
 */
package io.millrace.video.fragment;
