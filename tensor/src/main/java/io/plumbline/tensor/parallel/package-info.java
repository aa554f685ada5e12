/**
 * Work shared between threads, with results that do not depend on their number or on who does what.
 * Whatever a piece of work throws reaches the caller. Nothing else in the project starts threads.
 */
@NullMarked
package io.plumbline.tensor.parallel;

import org.jspecify.annotations.NullMarked;
