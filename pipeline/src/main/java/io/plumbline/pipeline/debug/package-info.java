/**
 * Where the accuracy of a quantized model goes: its calibrated graph is run with some places of
 * rounding switched on, beside its float graph. Figures are defined in {@code verify.compare}.
 */
@NullMarked
package io.plumbline.pipeline.debug;

import org.jspecify.annotations.NullMarked;
