/**
 * How long models take on this machine, as a whole and node by node. What a device would take is
 * not known here.
 */
@NullMarked
package io.plumbline.pipeline.performance;

import org.jspecify.annotations.NullMarked;
