/**
 * What the numbers of a model demand by themselves: nodes that form positions, and functions so
 * steep that 8-bit steps of what they read are coarse steps of what they write. Such nodes get 16
 * bits or float32 along with all that carries their numbers.
 */
@NullMarked
package io.plumbline.quantize.demand;

import org.jspecify.annotations.NullMarked;
