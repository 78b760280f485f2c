package io.github.haproxyexporter.metrics;

import java.util.List;

/** Samples of one family that come from one source. */
public sealed interface Block {

    /** The labels of the objects. */
    LabelRows rows();

    /** The same samples with other labels. */
    Block of(LabelRows others);

    /** What has to be done to a figure before it is shown. */
    enum Scale {
        AS_IS,
        /** Milliseconds that are shown as seconds. */
        MILLIS
    }

    /**
     * One figure for each object.
     *
     * @param constant labels that stand behind the object's own in every sample
     * @param nanWhenEmpty whether an object without a figure has the sample NaN instead of none
     */
    record NumberBlock(LabelRows rows, List<Label> constant, Numbers numbers, Scale scale, boolean nanWhenEmpty)
            implements Block {

        /** Numbers as they are. */
        NumberBlock(LabelRows rows, Numbers numbers) {
            this(rows, List.of(), numbers, Scale.AS_IS, false);
        }

        @Override
        public Block of(LabelRows others) {
            return new NumberBlock(others, constant, numbers, scale, nanWhenEmpty);
        }
    }

    /**
     * For each object a sample for each state, 1 for the one that holds and 0 for the others.
     *
     * @param names the values of the label {@code state}
     * @param current for each object the position of what holds, {@link #NONE}, or {@link #ABSENT}
     * @param all whether the states that do not hold have a sample too
     */
    record StateBlock(LabelRows rows, List<String> names, Numbers current, boolean all) implements Block {

        /** The object has no samples. */
        public static final long ABSENT = -1;

        /** None of the states holds. */
        public static final long NONE = -2;

        @Override
        public Block of(LabelRows others) {
            return new StateBlock(others, names, current, all);
        }
    }
}
