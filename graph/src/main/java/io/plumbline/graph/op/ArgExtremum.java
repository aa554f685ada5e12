package io.plumbline.graph.op;

/**
 * The int64 position of the largest or smallest element along an axis.
 *
 * @param lastIndex whether the last of several equal ones counts instead of the first
 */
public record ArgExtremum(int axis, boolean keepDims, boolean largest, boolean lastIndex)
    implements Op {}
