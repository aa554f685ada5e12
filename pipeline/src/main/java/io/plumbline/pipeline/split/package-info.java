/**
 * Values that hold the ranges of others in parts, each with all the integers of its type: which
 * values can be split, where it pays most, and the graph that has the parts. It computes what the
 * graph before computed, so that all else treats it as the float network.
 */
@NullMarked
package io.plumbline.pipeline.split;

import org.jspecify.annotations.NullMarked;
