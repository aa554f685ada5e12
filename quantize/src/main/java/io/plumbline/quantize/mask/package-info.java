/**
 * Sentinels: numbers such as −10⁹ or −∞ in attention masks and pads that mean "takes no part". Here
 * is said which values may hold them and which do; what a plan makes of that belongs in {@code
 * plan}.
 */
@NullMarked
package io.plumbline.quantize.mask;

import org.jspecify.annotations.NullMarked;
