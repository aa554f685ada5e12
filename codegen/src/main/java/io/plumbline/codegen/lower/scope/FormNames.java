package io.plumbline.codegen.lower.scope;

import io.plumbline.graph.Graph;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.QuantParams;
import java.util.Optional;

/**
 * Names of program values. The value a user knows by a name of the optimised graph has that name:
 * for inputs and outputs of the model the tensor fed or handed out, otherwise the result of the
 * node, quantized where the plan says so. Every other form has a suffix that says what it is.
 */
public final class FormNames {
  private final Graph graph;

  FormNames(Graph graph) {
    this.graph = graph;
  }

  /** The result of an op in its own parameters. */
  String own(String name) {
    return isPort(name) ? name + ".quantized" : name;
  }

  /** The result of an op before quantisation, if it is quantized at all. */
  String raw(String name, boolean quantizedLater, Layout layout) {
    if (quantizedLater) {
      return name + ".unquantized";
    }
    boolean needsPlain = graph.outputs().contains(name) && layout == Layout.CHANNELS_LAST;
    return needsPlain ? name + suffix(layout) : name;
  }

  /** A form made by quantising, dequantising or requantising. */
  String converted(
      String name,
      Optional<QuantParams> own,
      Optional<QuantParams> wanted,
      Layout layout,
      Layout first) {
    if (own.isPresent() && wanted.equals(own)) {
      return own(name);
    }
    if (wanted.isEmpty()) {
      return graph.outputs().contains(name)
              && !graph.inputs().contains(name)
              && layout == Layout.PLAIN
          ? name
          : name + ".dequantized" + (layout == first ? "" : suffix(layout));
    }
    return name
        + (own.isPresent() ? ".requantized" : ".quantized")
        + (layout == first ? "" : suffix(layout));
  }

  /** A form made by reordering axes. */
  String relaid(String name, String source, Optional<QuantParams> params, Layout layout) {
    boolean isOutput =
        params.isEmpty()
            && layout == Layout.PLAIN
            && graph.outputs().contains(name)
            && !graph.inputs().contains(name);
    return isOutput ? name : source + suffix(layout);
  }

  private boolean isPort(String name) {
    return graph.inputs().contains(name) || graph.outputs().contains(name);
  }

  private static String suffix(Layout layout) {
    return layout == Layout.PLAIN ? ".plain" : ".channels_last";
  }
}
