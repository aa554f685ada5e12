/**
 * Scores of classifiers over labelled samples, side by side. Reading samples belongs in {@code
 * data}, running models in an {@code Engine}.
 */
@NullMarked
package io.plumbline.verify.score;

import org.jspecify.annotations.NullMarked;
