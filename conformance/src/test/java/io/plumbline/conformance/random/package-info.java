/**
 * Random graphs: what a seed grows, what must hold of every model compiled from one, and how a
 * failing graph becomes a small one. {@code Kind} lists what else a file may be: masked, quantized
 * already, oddly named, in float16, of functions and branches. Recorded cases are in {@code node}
 * and {@code cases}.
 */
@NullMarked
package io.plumbline.conformance.random;

import org.jspecify.annotations.NullMarked;
