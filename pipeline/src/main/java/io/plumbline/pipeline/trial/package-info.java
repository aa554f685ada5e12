/**
 * Climbs the ladder of settings that win accuracy back, from one pass over the data, to a target
 * and within a time. How settings are written belongs in {@code config}, what each does in {@code
 * pipeline.stage}.
 */
@NullMarked
package io.plumbline.pipeline.trial;

import org.jspecify.annotations.NullMarked;
