/**
 * Changes of a finished program at its inputs and outputs: nodes taken away, batch elements fed one
 * by one. What is computed in between stays as lowering made it.
 */
@NullMarked
package io.plumbline.codegen.ends;

import org.jspecify.annotations.NullMarked;
