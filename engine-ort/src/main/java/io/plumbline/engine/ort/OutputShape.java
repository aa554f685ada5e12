package io.plumbline.engine.ort;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;

/** What an output was in an earlier run. */
record OutputShape(DType dtype, Shape shape) {}
