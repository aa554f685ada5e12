/**
 * How a node can be computed in a program, as data: what is fused to a sum, where a window lies,
 * what a table holds a function of. Rules choose among these forms, a plan records them, lowering
 * follows them; none of that belongs here.
 */
@NullMarked
package io.plumbline.quantize.form;

import org.jspecify.annotations.NullMarked;
