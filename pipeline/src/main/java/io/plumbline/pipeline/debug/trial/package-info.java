/**
 * A calibrated model with some places of rounding switched on, run on samples without running
 * anything twice. What is asked of the results is decided by the packages above.
 */
@NullMarked
package io.plumbline.pipeline.debug.trial;

import org.jspecify.annotations.NullMarked;
