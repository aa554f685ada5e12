/**
 * What it costs a model to see pictures through a device's colour space instead of as decoded:
 * errors of pixels and of outputs. Converting pictures for a device belongs in {@code
 * io.plumbline.data.input}, the colour spaces themselves in {@code io.plumbline.tensor.colour}.
 */
@NullMarked
package io.plumbline.verify.colour;

import org.jspecify.annotations.NullMarked;
