package io.plumbline.graph.onnx;

import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MeanVarianceNormalization;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Normalisations other than those of a batch and of a layer. */
final class NormalisationSpelling {
  /** From here on scale and bias of GroupNormalization hold one number for each channel. */
  static final int PER_CHANNEL_SINCE = 21;

  private static final float DEFAULT_EPSILON = 1e-5f;

  private NormalisationSpelling() {}

  static void add(Map<String, Operator> map) {
    map.put(
        "InstanceNormalization",
        Operator.of(
                3,
                node ->
                    Recognised.whole(
                        node,
                        new InstanceNormalization(node.attribute("epsilon", DEFAULT_EPSILON))))
            .real("epsilon"));
    map.put(
        "GroupNormalization",
        Operator.of(3, NormalisationSpelling::group)
            .real("epsilon")
            .integer("num_groups", "stash_type"));
    map.put(
        "LRN",
        Operator.of(1, NormalisationSpelling::localResponse)
            .integer("size")
            .real("alpha", "beta", "bias"));
    map.put("LpNormalization", Operator.of(1, NormalisationSpelling::lp).integer("axis", "p"));
    map.put(
        "MeanVarianceNormalization",
        Operator.of(
                1,
                node ->
                    Recognised.whole(
                        node,
                        new MeanVarianceNormalization(
                            node.intAttributes("axes").orElse(List.of(0, 2, 3)))))
            .integers("axes"));
  }

  private static Optional<Recognised> group(OnnxNode node) {
    int groups = OnnxNode.narrow(node.attribute("num_groups", 0));
    boolean standard = groups > 0 && node.attribute("stash_type", 1) == 1;
    return standard
        ? Recognised.whole(
            node,
            new GroupNormalization(
                groups,
                node.attribute("epsilon", DEFAULT_EPSILON),
                node.opset() < PER_CHANNEL_SINCE))
        : Optional.empty();
  }

  private static Optional<Recognised> localResponse(OnnxNode node) {
    int size = OnnxNode.narrow(node.attribute("size", 0));
    return size < 1
        ? Optional.empty()
        : Recognised.whole(
            node,
            new LocalResponseNormalization(
                size,
                node.attribute("alpha", 0.0001f),
                node.attribute("beta", 0.75f),
                node.attribute("bias", 1f)));
  }

  private static Optional<Recognised> lp(OnnxNode node) {
    int order = OnnxNode.narrow(node.attribute("p", 2));
    return order == 1 || order == 2
        ? Recognised.whole(
            node, new LpNormalization(OnnxNode.narrow(node.attribute("axis", -1)), order))
        : Optional.empty();
  }

  static Spelling spell(InstanceNormalization op, Spelling spelling) {
    return spelling.as(
        "InstanceNormalization", Spelling.attributes().with("epsilon", op.epsilon()));
  }

  static Spelling spell(GroupNormalization op, Spelling spelling) {
    if (!op.perGroup()) {
      spelling.require("of channels", PER_CHANNEL_SINCE);
    } else if (spelling.opset() < 18 || spelling.opset() >= PER_CHANNEL_SINCE) {
      throw spelling.unsupported("of groups", 18);
    }
    return spelling.as(
        "GroupNormalization",
        Spelling.attributes().with("epsilon", op.epsilon()).with("num_groups", op.groups()));
  }

  static Spelling spell(LocalResponseNormalization op, Spelling spelling) {
    return spelling.as(
        "LRN",
        Spelling.attributes()
            .with("alpha", op.alpha())
            .with("beta", op.beta())
            .with("bias", op.bias())
            .with("size", op.size()));
  }

  static Spelling spell(LpNormalization op, Spelling spelling) {
    return spelling.as(
        "LpNormalization", Spelling.attributes().with("axis", op.axis()).with("p", op.p()));
  }

  static Spelling spell(MeanVarianceNormalization op, Spelling spelling) {
    return spelling
        .require("in one node", 9)
        .as("MeanVarianceNormalization", Spelling.attributes().with("axes", op.axes()));
  }
}
