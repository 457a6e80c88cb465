package io.millrace.firehose.schema.api;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that whole names match; empty for any. Gives up an expression that looks at too many characters. One thread. */
final class NameFilter {

    private final Pattern pattern;
    private int steps;

    private NameFilter(Pattern pattern) {
        this.pattern = pattern;
    }

    static NameFilter of(String expression) {
        try {
            return new NameFilter(Pattern.compile(expression.isEmpty() ? ".*" : expression));
        } catch (PatternSyntaxException malformed) {
            throw GlueFault.INPUT.because("Expression is not a regular expression: " + malformed.getDescription());
        }
    }

    boolean admits(String name) {
        return pattern.matcher(new Counted(name)).matches();
    }

    private final class Counted implements CharSequence {

        private final String text;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > GlueLimits.EXPRESSION_STEPS_MAX) {
                throw GlueFault.INPUT.because("Expression takes too long to match");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
