package io.github.haproxyexporter.lint;

/**
 * A row of the rule table.
 *
 * @param id stable for ever; a rule that goes takes its id with it
 * @param severity the worst that its findings can be
 * @param title a few words
 * @param explanation why it matters, in two or three sentences for the reference page
 */
public record Rule(String id, Severity severity, String title, String explanation, Check check) {

    /** What a rule does: look, and report. */
    @FunctionalInterface
    public interface Check {
        void inspect(LintInput input, Reporter reporter);
    }
}
