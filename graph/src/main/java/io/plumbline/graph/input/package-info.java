/**
 * The way from what a device hands over to what a network was trained on, as nodes at the start of
 * the graph. Nothing here reads pictures.
 */
@NullMarked
package io.plumbline.graph.input;

import org.jspecify.annotations.NullMarked;
