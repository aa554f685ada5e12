package io.plumbline.graph.onnx;

import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.LogicOperator;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.graph.op.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Comparisons, truth values, choices, indices, orders, and functions of any number of inputs. */
final class SelectionSpelling {
  private SelectionSpelling() {}

  /** Adds what this family recognises. */
  static void add(Map<String, Operator> map) {
    for (ComparisonOperator operator : ComparisonOperator.values()) {
      map.put(
          operator.onnxType(),
          Operator.of(2, node -> Recognised.whole(node, new Comparison(operator))));
    }
    for (LogicOperator operator : LogicOperator.values()) {
      map.put(
          operator.onnxType(), Operator.of(2, node -> Recognised.whole(node, new Logic(operator))));
    }
    for (VariadicFunction function : VariadicFunction.values()) {
      map.put(
          function.onnxType(), Operator.of(1, Integer.MAX_VALUE, node -> variadic(node, function)));
    }
    map.put("Not", Operator.of(1, node -> Recognised.whole(node, new Not())));
    map.put("Where", Operator.of(3, node -> Recognised.whole(node, new Where())));
    map.put("ArgMax", argExtremum(true));
    map.put("ArgMin", argExtremum(false));
    map.put(
        "TopK",
        Operator.of(1, 2, SelectionSpelling::topK)
            .integer("axis", "k", "largest", "sorted")
            .withSeveralOutputs());
    map.put("GatherElements", Operator.of(2, SelectionSpelling::gatherElements).integer("axis"));
    map.put("GatherND", Operator.of(2, SelectionSpelling::gatherNd).integer("batch_dims"));
    map.put(
        "ScatterElements",
        Operator.of(3, SelectionSpelling::scatterElements).integer("axis").text("reduction"));
    map.put("ScatterND", Operator.of(3, SelectionSpelling::scatterNd).text("reduction"));
  }

  /** Of two inputs the largest and the smallest are functions that integers know as such. */
  private static Optional<Recognised> variadic(OnnxNode node, VariadicFunction function) {
    boolean two = node.node().inputs().size() == 2;
    if (two && function == VariadicFunction.MAX) {
      return Recognised.whole(node, new Binary(BinaryFunction.MAX));
    }
    return two && function == VariadicFunction.MIN
        ? Recognised.whole(node, new Binary(BinaryFunction.MIN))
        : Recognised.whole(node, new Variadic(function));
  }

  private static Operator argExtremum(boolean largest) {
    return Operator.of(
            1,
            node ->
                Recognised.whole(
                    node,
                    new ArgExtremum(
                        OnnxNode.narrow(node.attribute("axis", 0)),
                        node.attribute("keepdims", 1) != 0,
                        largest,
                        node.attribute("select_last_index", 0) != 0)))
        .integer("axis", "keepdims", "select_last_index");
  }

  private static Optional<Recognised> topK(OnnxNode node) {
    if (node.node().outputs().size() != 2) {
      return Optional.empty();
    }
    Optional<Long> k =
        node.opset() < 10
            ? Optional.of(node.attribute("k", -1))
            : node.constantLongs(1).filter(list -> list.size() == 1).map(List::getFirst);
    int axis = OnnxNode.narrow(node.attribute("axis", -1));
    boolean largest = node.attribute("largest", 1) != 0;
    return k.filter(count -> count >= 0)
        .flatMap(count -> Recognised.first(node, 1, new TopK(axis, count, largest)));
  }

  private static Optional<Recognised> gatherElements(OnnxNode node) {
    return Recognised.whole(node, new GatherElements(OnnxNode.narrow(node.attribute("axis", 0))));
  }

  private static Optional<Recognised> gatherNd(OnnxNode node) {
    return Recognised.whole(node, new GatherND(OnnxNode.narrow(node.attribute("batch_dims", 0))));
  }

  private static Optional<Recognised> scatterElements(OnnxNode node) {
    return replaces(node)
        ? Recognised.whole(node, new ScatterElements(OnnxNode.narrow(node.attribute("axis", 0))))
        : Optional.empty();
  }

  private static Optional<Recognised> scatterNd(OnnxNode node) {
    return replaces(node) ? Recognised.whole(node, new ScatterND()) : Optional.empty();
  }

  private static boolean replaces(OnnxNode node) {
    return node.attribute("reduction", "none").equals("none");
  }

  static Spelling spell(Comparison op, Spelling spelling) {
    return switch (op.operator()) {
      case GREATER_OR_EQUAL, LESS_OR_EQUAL ->
          spelling.require("at all", 12).as(op.operator().onnxType());
      case EQUAL, GREATER, LESS -> spelling.as(op.operator().onnxType());
    };
  }

  static Spelling spell(ArgExtremum op, Spelling spelling) {
    Spelling.Attributes attributes =
        Spelling.attributes().with("axis", op.axis()).with("keepdims", op.keepDims() ? 1 : 0);
    if (op.lastIndex()) {
      spelling.require("of the last index", 12);
      attributes.with("select_last_index", 1);
    }
    return spelling.as(op.largest() ? "ArgMax" : "ArgMin", attributes);
  }

  static Spelling spell(TopK op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes().with("axis", op.axis());
    if (!op.largest()) {
      spelling.require("of the smallest", 11);
      attributes.with("largest", 0);
    }
    return spelling.opset() < 10
        ? spelling.as("TopK", attributes.with("k", op.k()))
        : spelling.as("TopK", attributes, spelling.longs("k", List.of(op.k())));
  }

  static Spelling spell(GatherElements op, Spelling spelling) {
    return spelling
        .require("at all", 11)
        .as("GatherElements", Spelling.attributes().with("axis", op.axis()));
  }

  static Spelling spell(GatherND op, Spelling spelling) {
    spelling.require("at all", 11);
    return op.batchDims() == 0
        ? spelling.as("GatherND")
        : spelling
            .require("with batch axes", 12)
            .as("GatherND", Spelling.attributes().with("batch_dims", op.batchDims()));
  }

  static Spelling spell(ScatterElements op, Spelling spelling) {
    return spelling
        .require("at all", 11)
        .as("ScatterElements", Spelling.attributes().with("axis", op.axis()));
  }
}
