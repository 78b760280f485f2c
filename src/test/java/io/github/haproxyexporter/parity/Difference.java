package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.testing.Sample;

/**
 * Something that the reference exporter says otherwise than ours.
 *
 * @param family the family's name
 * @param sample the series as the reference has it, or ours where only we have it; without a name for a whole family
 * @param reference what the reference says, empty for nothing
 * @param ours what we say, empty for nothing
 */
record Difference(Kind kind, String family, Sample sample, String reference, String ours) {

    /** In what the two differ. */
    enum Kind {
        /** We lack the whole family. */
        FAMILY,
        TYPE,
        /** We lack the series. */
        MISSING,
        /** We have the series in a family of the reference, and the reference lacks it. */
        EXTRA,
        VALUE
    }

    /** A label of the series. */
    String label(String name) {
        return sample.label(name);
    }

    @Override
    public String toString() {
        return kind + " " + (sample.name().isEmpty() ? family : sample.series()) + ": reference '" + reference
                + "', ours '" + ours + "'";
    }
}
