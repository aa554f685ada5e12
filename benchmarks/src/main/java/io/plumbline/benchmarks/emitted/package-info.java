/**
 * Whether emitted C computes the bits of the reference executor wherever it is built: each shared
 * model by each set of instructions, with the outcomes in a file and in a page.
 */
@NullMarked
package io.plumbline.benchmarks.emitted;

import org.jspecify.annotations.NullMarked;
