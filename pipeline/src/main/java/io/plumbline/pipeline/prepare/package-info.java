/** Makes calibration sets of folders of pictures. The transformers belong in {@code data}. */
@NullMarked
package io.plumbline.pipeline.prepare;

import org.jspecify.annotations.NullMarked;
