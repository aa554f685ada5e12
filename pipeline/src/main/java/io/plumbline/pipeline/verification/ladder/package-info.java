/**
 * All stages of a compilation on the same samples: the first that diverges, what that means and
 * what to do next. How two models are compared is said in {@code pipeline.verification}.
 */
@NullMarked
package io.plumbline.pipeline.verification.ladder;

import org.jspecify.annotations.NullMarked;
