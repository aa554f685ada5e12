package io.plumbline.quantize.load;

import io.plumbline.graph.Node;
import java.util.Optional;

/**
 * Where a pair stands in the float graph.
 *
 * @param value what readers read, rounded or not; for weights a constant
 * @param forward name of the node that hands the value on where it is not rounded; empty where its
 *     producer writes it
 */
record RoundedPlace(
    CalibrationNode calibration,
    String value,
    Optional<String> forward,
    QuantizationNode quantize,
    Node dequantize) {}
