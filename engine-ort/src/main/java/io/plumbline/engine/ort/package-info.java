/**
 * ONNX Runtime as an {@code Engine}, as constant folder, and as runner of the float nodes of
 * programs. Its types never appear in a public signature, and it reports nothing to its maker.
 */
@NullMarked
package io.plumbline.engine.ort;

import org.jspecify.annotations.NullMarked;
