/** Draws the labelled pictures of the example from a seed. Nothing here knows a network. */
@NullMarked
package io.plumbline.example.picture;

import org.jspecify.annotations.NullMarked;
