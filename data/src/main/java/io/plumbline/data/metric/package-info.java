/**
 * Measures of a model's task: average precision of detections, mean intersection over union of
 * segmentations, a user's own. Turning raw outputs into detections belongs in {@code
 * io.plumbline.data.metric.decode}, top-1 and its kin in the module {@code verify}.
 */
@NullMarked
package io.plumbline.data.metric;

import org.jspecify.annotations.NullMarked;
