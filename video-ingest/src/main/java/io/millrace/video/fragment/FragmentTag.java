package io.millrace.video.fragment;

/** What a producer noted on a fragment. */
public record FragmentTag(String name, String value) {
}
