/**
 * Calibration sets and labelled data sets: which files, in which order, loaded ahead by several
 * threads. How one picture is read belongs in {@code io.plumbline.data.picture}.
 */
@NullMarked
package io.plumbline.data.sample;

import org.jspecify.annotations.NullMarked;
