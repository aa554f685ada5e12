/**
 * What types an op takes and gives, as far as its semantics fix them: element types in {@code
 * Signatures}, shapes in {@code ShapeRule}. Types themselves are learnt from running a model; these
 * rules hold what rewrites declare to it.
 */
@NullMarked
package io.plumbline.graph.type;

import org.jspecify.annotations.NullMarked;
