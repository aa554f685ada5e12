/**
 * Where calibration samples come from and how they are looked at on their way. How a file or
 * picture is read belongs in {@code data}.
 */
@NullMarked
package io.plumbline.pipeline.samples;

import org.jspecify.annotations.NullMarked;
