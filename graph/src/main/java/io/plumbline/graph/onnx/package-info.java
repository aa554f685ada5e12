/**
 * The ONNX spelling of every op at every opset: recognising typed ops and spelling them again.
 * Protobuf belongs in the module {@code formats}.
 */
@NullMarked
package io.plumbline.graph.onnx;

import org.jspecify.annotations.NullMarked;
