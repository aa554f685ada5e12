/**
 * What each op can be in an integer program, and how it treats the parameters of what it reads and
 * writes. One node is looked at, with the constants and types around it; which values become
 * integers in the end is decided in {@code plan}.
 */
@NullMarked
package io.plumbline.quantize.rule;

import org.jspecify.annotations.NullMarked;
