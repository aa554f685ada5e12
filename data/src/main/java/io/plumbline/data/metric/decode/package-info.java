/**
 * From the raw outputs of known detection networks to detections in the picture's pixels. Scoring
 * them belongs in {@code io.plumbline.data.metric}.
 */
@NullMarked
package io.plumbline.data.metric.decode;

import org.jspecify.annotations.NullMarked;
