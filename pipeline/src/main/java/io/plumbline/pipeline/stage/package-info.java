/**
 * The stages of a compilation, each from values to a value. What is written of a result belongs in
 * {@code record}; the order of the stages in {@code Pipeline}.
 */
@NullMarked
package io.plumbline.pipeline.stage;

import org.jspecify.annotations.NullMarked;
