/** What nodes cost, counted from shapes. Nothing is measured here. */
@NullMarked
package io.plumbline.codegen.cost;

import org.jspecify.annotations.NullMarked;
