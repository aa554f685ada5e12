package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RecogniseOps;
import java.util.List;
import java.util.Set;

/** The float rewrites, in the order they run. */
public final class Pipelines {
  private static final List<Rule> OPTIMISE =
      List.of(
          new ResolveAutoPad(),
          new RemoveIdentity(),
          new NormaliseGemm(),
          new FuseMatMulAdd(),
          new FoldPadIntoConv(),
          new FoldPadIntoMaxPool(),
          new FoldBatchNormalization(),
          new FoldChannelArithmetic(),
          new FuseGatedActivation(),
          new FuseHardSigmoid(),
          new FuseLayerNormalization(),
          new FuseSoftmax(),
          new ReplaceClipByRelu(),
          new ReplaceReduceMeanByGlobalAveragePool(),
          new MergeClips(),
          new NarrowSoftmax(),
          new MergeReshapes(),
          new MergeTransposes());

  private Pipelines() {}

  /**
   * From the bound original graph to the optimised one: equal outputs within re-association of
   * float sums.
   *
   * @param graph with static types
   */
  public static Graph optimise(Graph graph, ConstantEvaluator evaluator) {
    return cleaned(RuleDriver.run(RemoveDeadCode.apply(fold(graph, evaluator)), OPTIMISE));
  }

  /**
   * The graph after the first edits of {@link #optimise}: the edit that makes a model compute
   * something else is found by bisection.
   *
   * @param edits 0 folds constants only
   */
  public static Graph optimise(Graph graph, ConstantEvaluator evaluator, int edits) {
    return cleaned(RuleDriver.run(RemoveDeadCode.apply(fold(graph, evaluator)), OPTIMISE, edits));
  }

  private static Graph cleaned(Graph rewritten) {
    return ShareEqualConstants.apply(RemoveDeadCode.apply(rewritten));
  }

  /**
   * Computes what is constant and recognises what that makes understandable, until nothing changes.
   */
  public static Graph fold(Graph graph, ConstantEvaluator evaluator) {
    return fold(graph, new FoldConstants(evaluator));
  }

  /** The same, but what quantizes and dequantises stays, so that its parameters can be read. */
  public static Graph foldAroundQuantization(Graph graph, ConstantEvaluator evaluator) {
    return fold(graph, new FoldConstants(evaluator, Set.of("QuantizeLinear", "DequantizeLinear")));
  }

  private static Graph fold(Graph graph, FoldConstants fold) {
    Graph current = graph;
    int before;
    do {
      before = current.nodes().size();
      current = RecogniseOps.apply(fold.apply(current));
    } while (current.nodes().size() < before);
    return current;
  }
}
