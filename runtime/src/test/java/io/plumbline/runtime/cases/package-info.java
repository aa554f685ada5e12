/**
 * Small programs with their inputs, which every executor must run alike. Assertions about results
 * belong with the executors.
 */
@NullMarked
package io.plumbline.runtime.cases;

import org.jspecify.annotations.NullMarked;
