/**
 * Measures what the way of a picture through a device's colours costs. The measures themselves
 * belong in {@code verify.colour}.
 */
@NullMarked
package io.plumbline.pipeline.colour;

import org.jspecify.annotations.NullMarked;
