/**
 * A small convolutional network with hand-written gradients, its training and its evaluation.
 * Pictures come from {@code picture}, files are written by {@code export}.
 */
@NullMarked
package io.plumbline.example.network;

import org.jspecify.annotations.NullMarked;
