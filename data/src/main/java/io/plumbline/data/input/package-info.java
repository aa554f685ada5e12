/**
 * From pictures as a network was trained on them to what a device would have fed the compiled
 * model. Reading pictures is not done here.
 */
@NullMarked
package io.plumbline.data.input;

import org.jspecify.annotations.NullMarked;
