/**
 * What the sums of a program read and add up on samples, counted exactly. What follows from it
 * belongs in {@code pipeline.tune} and {@code pipeline.stage}.
 */
@NullMarked
package io.plumbline.pipeline.sums;

import org.jspecify.annotations.NullMarked;
