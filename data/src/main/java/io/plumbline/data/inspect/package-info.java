/**
 * Looks at calibration data for signs that it is not what the configuration says: sizes, kinds of
 * files, ranges, layouts, blank and repeated samples. Nothing is repaired and nothing is decided
 * here; reading files belongs in {@code io.plumbline.data.sample}.
 */
@NullMarked
package io.plumbline.data.inspect;

import org.jspecify.annotations.NullMarked;
