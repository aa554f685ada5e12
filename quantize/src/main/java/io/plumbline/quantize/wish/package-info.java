/**
 * What a user asks of nodes before anything is planned: which ones, and what they are to be
 * computed in. What they get is decided in {@code plan}.
 */
@NullMarked
package io.plumbline.quantize.wish;

import org.jspecify.annotations.NullMarked;
