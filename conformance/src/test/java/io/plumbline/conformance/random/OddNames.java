package io.plumbline.conformance.random;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Names that collide with those that a tool makes, and names that are no words. */
final class OddNames implements Dress {
  /** What tools glue to a name. */
  private static final List<String> SUFFIXES =
      List.of(
          "_scale",
          "_zero_point",
          "_quantized",
          "_dequantized",
          "_QuantizeLinear",
          "_DequantizeLinear",
          "_QuantizeLinear_Output",
          "_DequantizeLinear_Output",
          "_corrected",
          "_bias",
          "_pair",
          "_clip",
          "_0",
          "_1");

  private static final List<String> STRANGE =
      List.of(
          "\n",
          "\u0007bell",
          "\u001b[31mred",
          "\t",
          " ",
          "a/b",
          "../up",
          "=1+1",
          "%s%n",
          "NaN",
          "Größe",
          "日本語",
          "\uD83D\uDE00",
          "\uD842\uDFB7野家",
          "\u202Eright to left",
          "-1",
          ",;\"'",
          "x".repeat(3000));

  @Override
  public ModelProto on(ModelProto model, Random random) {
    Map<String, String> names = new HashMap<>();
    names.put("", "");
    Set<String> taken = new HashSet<>();
    GraphProto graph = model.getGraph();
    GraphProto.Builder renamed = graph.toBuilder();
    for (int i = 0; i < graph.getInputCount(); i++) {
      renamed.getInputBuilder(i).setName(name(graph.getInput(i).getName(), names, taken, random));
    }
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      renamed
          .getInitializerBuilder(i)
          .setName(name(graph.getInitializer(i).getName(), names, taken, random));
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      rename(renamed.getNodeBuilder(i), names, taken, random);
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      renamed.getOutputBuilder(i).setName(name(graph.getOutput(i).getName(), names, taken, random));
    }
    renamed.clearValueInfo();
    return model.toBuilder().setGraph(renamed).build();
  }

  private static void rename(
      NodeProto.Builder node, Map<String, String> names, Set<String> taken, Random random) {
    node.setName(
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> "node";
          case 2 -> STRANGE.get(random.nextInt(STRANGE.size()));
          default -> node.getName();
        });
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, name(node.getInput(i), names, taken, random));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      node.setOutput(i, name(node.getOutput(i), names, taken, random));
    }
  }

  /** The new name of a value; another one's with a suffix, or a strange one. */
  private static String name(
      String old, Map<String, String> names, Set<String> taken, Random random) {
    String known = names.get(old);
    if (known != null) {
      return known;
    }
    List<String> others = new ArrayList<>(taken);
    others.sort(null);
    String chosen =
        !others.isEmpty() && random.nextBoolean()
            ? others.get(random.nextInt(others.size()))
                + SUFFIXES.get(random.nextInt(SUFFIXES.size()))
            : STRANGE.get(random.nextInt(STRANGE.size()));
    String unique = taken.contains(chosen) ? chosen + taken.size() : chosen;
    taken.add(unique);
    names.put(old, unique);
    return unique;
  }
}
