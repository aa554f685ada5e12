/**
 * What moves integers without changing them: permutations, slices, selections, repetitions and
 * blocks.
 */
@NullMarked
package io.plumbline.codegen.lower.movement;

import org.jspecify.annotations.NullMarked;
