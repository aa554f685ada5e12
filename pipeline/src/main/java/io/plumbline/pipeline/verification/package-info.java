/**
 * Holds models to each other on the same samples: any two artefacts, all stages of a compilation,
 * folders of dumped tensors. What a figure means is said in {@code verify.compare}.
 */
@NullMarked
package io.plumbline.pipeline.verification;

import org.jspecify.annotations.NullMarked;
