/**
 * Models scored side by side on the same labelled samples: what {@code plumb eval} does. Metrics
 * themselves belong in {@code io.plumbline.data.metric} and {@code io.plumbline.verify.score}.
 */
@NullMarked
package io.plumbline.pipeline.evaluation;

import org.jspecify.annotations.NullMarked;
