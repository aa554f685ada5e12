package io.plumbline.graph.op;

import java.util.List;

/** Strided section with constant bounds, ONNX clamping rules. */
public record Slice(List<Long> starts, List<Long> ends, List<Integer> axes, List<Long> steps)
    implements Op {}
