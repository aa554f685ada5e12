/**
 * What nodes and instructions cost, counted from shapes, and how long that takes by what a device
 * can do at most. Nothing is measured here.
 */
@NullMarked
package io.plumbline.codegen.cost;

import org.jspecify.annotations.NullMarked;
