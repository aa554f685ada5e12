/**
 * What goes over the line between an agent and its clients: frames, the texts and numbers in them,
 * tensors. Knows bytes and their limits, and neither sockets nor modules.
 */
@NullMarked
package io.plumbline.device.wire;

import org.jspecify.annotations.NullMarked;
