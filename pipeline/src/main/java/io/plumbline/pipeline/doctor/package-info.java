/**
 * Finds what is wrong with the preparation of a model's pictures by measuring the float model on
 * variations of it. How a configuration is written belongs in {@code config}, what a transformer
 * does in {@code data.picture}.
 */
@NullMarked
package io.plumbline.pipeline.doctor;

import org.jspecify.annotations.NullMarked;
