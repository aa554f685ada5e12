/** Looks for the way to find ranges that leaves the outputs nearest to the float model's. */
@NullMarked
package io.plumbline.pipeline.search;

import org.jspecify.annotations.NullMarked;
