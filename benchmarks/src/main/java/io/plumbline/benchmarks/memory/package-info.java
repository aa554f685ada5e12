/**
 * How much memory a network takes while it runs, measured from outside: each figure by a process of
 * its own, since the peak of a process never falls. Linux only.
 */
@NullMarked
package io.plumbline.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
